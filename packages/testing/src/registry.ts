// An npm registry on this machine. Closing it deletes the published packages.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runServer } from 'verdaccio';
import type { Tarball } from './packages.ts';
import { listenOnLoopback } from './ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);

export interface Registry extends AsyncDisposable {
  url: string;
  /** Environment variables that let npm use this registry, and no other. */
  env: NodeJS.ProcessEnv;
  /** Publishes tarballs, each as the latest version. */
  publish: (tarballs: Iterable<Tarball>) => Promise<void>;
  close: () => Promise<void>;
}

/** Starts a registry without an upstream: it has only the packages that were published to it. */
export async function startRegistry(): Promise<Registry> {
  const folder = temporaryFolder();
  const server: Server = await runServer({
    storage: join(folder.path, 'storage'),
    configPath: join(folder.path, 'config.yaml'),
    auth: { htpasswd: { file: join(folder.path, 'htpasswd') } },
    uplinks: {},
    packages: { '**': { access: '$all', publish: '$all' } },
    max_body_size: '200mb',
    log: { type: 'stdout', format: 'json', level: 'fatal' },
    // biome-ignore lint/suspicious/noExplicitAny: its type also requires what has a default
  } as any);
  const url = await listenOnLoopback(server);

  const npmrc = join(folder.path, 'npmrc');
  // npm publishes with a token only, and this registry takes any.
  await writeFile(npmrc, `registry=${url}/\n//${new URL(url).host}/:_authToken=any\n`);
  const env = { npm_config_userconfig: npmrc, npm_config_registry: url, npm_config_cache: join(folder.path, 'cache') };

  async function publish(tarballs: Iterable<Tarball>) {
    for (const { path } of tarballs)
      await run('npm', ['publish', path, '--ignore-scripts', '--provenance=false', '--tag', 'latest'], {
        env: { ...process.env, ...env },
      });
  }

  async function close() {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    folder[Symbol.dispose]();
  }
  return { url, env, publish, close, [Symbol.asyncDispose]: close };
}
