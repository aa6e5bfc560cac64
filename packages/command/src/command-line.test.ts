import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Runs a program that reads its command line; it prints what it read as JSON. */
function run(code: string, ...args: string[]) {
  const program = `
    import { createCommandLine } from '@tfe-admin-runs/command';
    const { fail, readOptions, splitAtCommand, readPort, failToListen } = createCommandLine('program');
    const args = process.argv.slice(1);
    ${code}`;
  const node = ['--input-type=module', '--eval', program, '--', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, node, { cwd: import.meta.dirname, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function print(expression: string) {
  return `console.log(JSON.stringify(${expression}))`;
}

test('splits the arguments at --, and leaves later -- to the command', () => {
  const { stdout } = run(print('splitAtCommand(args)'), '--port', '0', '--', 'npm', 'test', '--', '--watch');
  expect(JSON.parse(stdout)).toEqual({
    own: ['--port', '0'],
    command: { file: 'npm', args: ['test', '--', '--watch'] },
  });
});

test.each(['0', '8080', '65535'])('reads the port %s', (port) => {
  expect(run(print(`readPort('--port', args[0])`), port).stdout).toBe(`${Number(port)}\n`);
});

test.each(['65536', '-1', '1e3', '0x10', '8080.5', ' 80', 'http', ''])('rejects the port %j', (port) => {
  expect(run(print(`readPort('--mock-port', args[0])`), port)).toEqual({
    status: 2,
    stdout: '',
    stderr: `program: --mock-port must be a whole number from 0 to 65535, not ${port}\n`,
  });
});

test('says which option is unknown', () => {
  const stderr = "program: Unknown option '--prot'; ";
  expect(run("readOptions(args, { help: { type: 'boolean' } })", '--prot')).toMatchObject({
    status: 2,
    stderr: `${stderr}--help lists the options\n`,
  });
  expect(run("readOptions(args, { port: { type: 'string' }, host: { type: 'string' } })", '--prot')).toMatchObject({
    status: 2,
    stderr: `${stderr}the options are --port, --host\n`,
  });
});

test.each([
  ['EADDRINUSE', 'port 80 is taken; choose another with --port, or --port 0 for a free one'],
  ['EACCES', 'port 80 is not permitted; choose another with --port'],
  ['EADDRNOTAVAIL', 'host.example is not an address of this machine; choose another with --host'],
  ['EMFILE', 'too many files'],
])('explains %s', (code, message) => {
  const error = `Object.assign(new Error('too many files'), { code: '${code}' })`;
  const { status, stderr } = run(`failToListen(${error}, { host: 'host.example', port: 80 })`);
  expect({ status, stderr }).toEqual({ status: 1, stderr: `program: ${message}\n` });
});
