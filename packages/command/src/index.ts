export * from './command-line.ts';
export * from './run-command.ts';
