import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the generators, a separate project with its own lockfile. */
export const folder = fileURLToPath(new URL('../../generators', import.meta.url));

/** The names of the generators. Each has a script in package.json, and a client that uses what the script writes. */
export const names = readdirSync(`${folder}/clients`).map((file) => file.replace(/\.ts$/, ''));

interface Manifest {
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
}

const manifest: Manifest = JSON.parse(read('package.json'));

function read(file: string): string {
  return readFileSync(`${folder}/${file}`, 'utf8');
}

/** Runs a command in the folder. Prints its output, and throws, if it fails. */
export function run(command: string, ...args: string[]) {
  // The tools may use only the registry: they must neither send telemetry nor check for a newer version.
  const env = { ...process.env, DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false', NO_UPDATE_NOTIFIER: '1' };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
  if (status === 0) return;
  console.error(stdout + stderr);
  throw new Error(`${[command, ...args].join(' ')} failed in generators/`);
}

export interface Description {
  generator: string;
  version: string;
  /** The file of the document that it reads. */
  document: string;
  /** What a user must set. */
  setting: string;
}

/** Reads the comment at the beginning of a generator's client, and its script. */
export function describe(name: string): Description {
  const [, generator = '', setting = ''] = /^\/\/ Generator: (.+)\n\/\/ Setting: (.+)\n/.exec(readClient(name)) ?? [];
  const version = manifest.devDependencies[generator.split(' ', 1)[0] ?? ''];
  const script = manifest.scripts[name] ?? '';
  const [config] = /[\w-]+\.config\.ts/.exec(script) ?? [];
  const [, document] = /dist\/(openapi[\w.-]*\.json)/.exec(config ? read(config) : script) ?? [];
  if (!version || !document || !setting) throw new Error(`generators/clients/${name}.ts has no complete head`);
  return { generator, version, document, setting };
}

function readClient(name: string): string {
  return read(`clients/${name}.ts`);
}
