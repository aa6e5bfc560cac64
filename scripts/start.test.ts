import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { takePort } from '@tfe-admin-runs/testing/ports';
import { afterEach, describe, expect, test } from 'vitest';

const freePorts = ['--docs-port', '0', '--server-port', '0', '--mock-port', '0'];
let npm: ChildProcess | undefined;
afterEach(() => {
  // Kills the whole group, because npm cannot forward this signal. After a successful test the group has already ended.
  if (npm?.pid && npm.exitCode === null) process.kill(-npm.pid, 'SIGKILL');
});

function start(...args: string[]) {
  npm = spawn('npm', ['start', '--', ...args], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    process: npm,
    stdout: npm.stdout as NonNullable<typeof npm.stdout>,
    stderr: npm.stderr as NonNullable<typeof npm.stderr>,
  };
}

/** The printed addresses, once `npm start` has printed all of them. */
async function addresses(stdout: NodeJS.ReadableStream) {
  let printed = '';
  for await (const line of createInterface({ input: stdout })) {
    printed += `${line}\n`;
    if (line.includes('Ctrl-C')) break;
  }
  const address = (name: string) => new RegExp(`${name}: +(http://127\\.0\\.0\\.1:\\d+)`).exec(printed)?.[1] as string;
  const named = { site: address('The site'), server: address('The server'), mock: address('The mock') };
  return { ...named, printed };
}

describe('npm start', () => {
  test.for(['SIGTERM', 'SIGINT'] as const)(
    'serves the site, the server and the mock until npm gets %s',
    async (signal) => {
      const { process: npm, stdout } = start(...freePorts);
      const { site, server, mock, printed } = await addresses(stdout);

      expect(await (await fetch(site)).text()).toContain('<title>');
      const [commands = ''] = /^ {2}TFE_ADDRESS=(?:.|\n)*?(?=\n\n)/m.exec(printed) ?? [];
      const inAnotherTerminal = execFileSync('sh', ['-e', '-c', commands], { encoding: 'utf8', stdio: 'pipe' });
      expect(JSON.parse(inAnotherTerminal).data).toHaveLength(1);
      expect(commands).toContain(server);
      expect((await fetch(`${mock}/_health`)).status).toBe(200);

      npm.kill(signal);
      await once(npm, 'exit');
      await expect(fetch(site)).rejects.toThrow('fetch failed');
      await expect(fetch(server)).rejects.toThrow('fetch failed');
      await expect(fetch(mock)).rejects.toThrow('fetch failed');
    },
  );

  test.for(['docs-port', 'server-port', 'mock-port'])('names --%s when that port is taken', async (option) => {
    const { port, free } = await takePort();
    const { process: npm, stderr } = start(...freePorts, `--${option}`, String(port));
    const [message] = await Promise.all([text(stderr), once(npm, 'exit')]);
    await free();
    expect(message).toContain(`port ${port} is taken; choose another with --${option}`);
  });

  test.for([
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--mock-port', 'x'], '--mock-port must be a whole number from 0 to 65535, not x'],
  ] as const)('rejects %j', async ([args, problem]) => {
    const { process: npm, stderr } = start(...args);
    const [message] = await Promise.all([text(stderr), once(npm, 'exit')]);
    expect(message).toContain(problem);
  });
});
