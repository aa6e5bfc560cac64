// Tests the images of the Containerfile without a container engine: the instruction of each target that installs its packages
// runs in an empty folder, and its entry point as process 1 of a PID namespace.
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pack, publishedPackages, sourcesOf } from '@tfe-admin-runs/testing/packages';
import { freePort } from '@tfe-admin-runs/testing/ports';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const containerfile = readFileSync(join(root, 'Containerfile'), 'utf8');

interface Image {
  target: string;
  entryPoint: string[];
  healthCheck: string[] | undefined;
  /** The names of the tarballs that it is made of. */
  tarballs: string[];
  /** The command that installs them. */
  installation: string;
  instructions: string;
}

/** The final stages: those with an entry point. */
const images: Image[] = [...containerfile.matchAll(/^FROM \S+ AS (\S+)\n((?:.+\n)*)/gm)]
  .filter(([, , instructions = '']) => instructions.includes('ENTRYPOINT'))
  .map(([, target = '', instructions = '']) => {
    const json = (pattern: RegExp) => JSON.parse(pattern.exec(instructions)?.[1] ?? 'null') ?? undefined;
    const installStage = new RegExp(`AS install-${target}\\nCOPY (.*) tarballs/\\nRUN (.*)\\n`).exec(containerfile);
    const [, copied = '', installation = ''] = installStage ?? [];
    return {
      target,
      entryPoint: json(/^ENTRYPOINT (.*)$/m),
      healthCheck: json(/^HEALTHCHECK .*CMD (.*)$/m),
      tarballs: [...copied.matchAll(/tarballs\/tfe-admin-runs-(\w+)-\*\.tgz/g)].map(([, name]) => name as string),
      installation,
      instructions,
    };
  });

function isPublished({ target }: Image): boolean {
  return `@tfe-admin-runs/${target}` in publishedPackages;
}

test('there is an image of each command that is published', () => {
  const commands = Object.values(publishedPackages)
    .map((folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')))
    .filter(({ bin }) => bin)
    .map(({ name }) => name.replace('@tfe-admin-runs/', ''));
  expect(
    images
      .filter(isPublished)
      .map(({ target }) => target)
      .sort(),
  ).toEqual(commands.sort());
});

const unshare = ['unshare', '--pid', '--fork', '--kill-child'];
const isForbidden = spawnSync(unshare[0] as string, [...unshare.slice(1), 'true']).status !== 0;
if (isForbidden) console.warn('NOT TESTED: entry points as process 1, because `unshare --pid` is forbidden here');

describe.each(images.filter(isPublished))(
  'the image $target',
  ({ target, entryPoint, healthCheck, tarballs, installation, instructions }) => {
    const name = `@tfe-admin-runs/${target}`;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'tfe-admin-runs-image-'));
      await mkdir(join(folder, 'tarballs'));
      // What an image gets from the registry is a tarball here, because tests use no network.
      await pack(join(folder, 'tarballs'), installation.includes(' pg@8 ') ? [name, 'pg'] : [name]);
      const env = { ...process.env, npm_config_offline: 'true', npm_config_cache: join(folder, 'cache') };
      await run('sh', ['-c', installation.replace(' pg@8 ', ' ')], { cwd: folder, env });
    });
    afterAll(() => rm(folder, { recursive: true }));

    test('is made of the tarballs that its package needs, and does not run as root', async () => {
      const needed = [...(await sourcesOf([name])).keys()].filter((each) => each in publishedPackages);
      expect(tarballs.sort()).toEqual(needed.map((each) => each.replace('@tfe-admin-runs/', '')).sort());
      expect(instructions).toMatch(/\nUSER node\n/);
    });

    /** A command of the image, with its ports replaced by free ones. */
    function withPort(command: string[], port: number): [string, string[]] {
      const declared = /^EXPOSE (\d+)$/m.exec(instructions)?.[1] ?? 'no port';
      const [file = '', ...args] = command.map((arg) => arg.replaceAll(declared, String(port)));
      return [file, args];
    }

    function isHealthy(port: number): Promise<boolean> {
      const [file, args] = withPort(healthCheck ?? [], port);
      return run(file, args, { cwd: folder }).then(
        () => true,
        () => false,
      );
    }

    if (!healthCheck) {
      test('prints its version', async () => {
        const [file = '', ...args] = entryPoint;
        const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
        expect((await run(file, [...args, '--version'], { cwd: folder })).stdout).toBe(`${version}\n`);
      });
      return;
    }

    test.skipIf(isForbidden).each(['SIGTERM', 'SIGINT'] as const)(
      'is healthy as process 1, until %s ends it with 0',
      async (signal) => {
        const port = await freePort();
        expect(await isHealthy(port)).toBe(false);
        const child = start(port);
        for await (const line of createInterface({ input: child.stdout as NonNullable<ChildProcess['stdout']> }))
          if (line.includes('listens on')) break;
        expect(await isHealthy(port)).toBe(true);

        const ended = once(child, 'exit');
        const { pid } = child;
        // unshare has forked it.
        process.kill(Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')), signal);
        expect(await ended).toEqual([0, null]);
        expect(await isHealthy(port)).toBe(false);
      },
    );

    function start(port: number): ChildProcess {
      const [command = '', ...options] = unshare;
      const [file, args] = withPort(entryPoint, port);
      const variables = [...instructions.matchAll(/^ENV (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
      const env = {
        ...process.env,
        ...Object.fromEntries(variables),
        ADMIN_TOKEN: 'the-admin',
        NODE_ENV: 'production',
      };
      const child = spawn(command, [...options, file, ...args], {
        cwd: folder,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      return child;
    }
  },
);

describe('compose.yaml', () => {
  const { services } = parse(readFileSync(join(root, 'compose.yaml'), 'utf8'), { merge: true });

  test.each(['server-1', 'server-2'])(
    '%s is the server of the Containerfile, with options that the server has',
    async (name) => {
      const { build, command, environment, init, depends_on, ports } = services[name];
      expect(build).toEqual({ context: '.', dockerfile: 'Containerfile', target: 'server' });
      expect({ init, depends_on }).toEqual({ init: true, depends_on: { postgres: { condition: 'service_healthy' } } });
      expect(ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:808\d:8080$/)]);
      // Neither a token nor a password has a default.
      for (const value of Object.values(environment)) expect(value).toMatch(/^\$\{\w+:\?.+\}$/);
      // If it fails because there is no database on the port, it has accepted all options.
      const unreachable = command.map((arg: string) => arg.replace('@postgres:5432', '@127.0.0.1:1'));
      const bin = join(root, 'packages/server/bin/tfe-admin-runs-server.js');
      const env = { ...process.env, ADMIN_TOKEN: 'the-admin', PGPASSWORD: 'a-password' };
      const { stderr, code } = await run(process.execPath, [bin, '--port', '0', ...unreachable], { env }).catch(
        (error) => error,
      );
      expect({ stderr, code }).toEqual({ stderr: expect.stringContaining('ECONNREFUSED'), code: 1 });
    },
  );
});
