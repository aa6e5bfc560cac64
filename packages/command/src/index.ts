export * from './command-line.ts';
export * from './confidential.ts';
export * from './printable.ts';
export * from './process.ts';
export * from './run-command.ts';
