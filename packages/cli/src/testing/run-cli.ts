import { Readable, Writable } from 'node:stream';
import type { Server } from '@tfe-admin-runs/server';
import type { Host, Output } from '../host.ts';
import { run } from '../run.ts';

/** What a test says of the process that the command line runs in. */
export interface CliOptions {
  env?: Host['env'];
  home?: string;
  /** What standard input has. */
  stdin?: string;
  /** Columns of the terminal on stdout and stderr. Without it there is none. */
  columns?: number;
  /**
   * Whether the terminal has colors.
   *
   * @default false
   */
  colors?: boolean;
  fetch?: Host['fetch'];
  interrupt?: AbortSignal;
  now?: () => number;
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
  /** Both, as a terminal shows them. */
  screen: string;
}

/** Runs the command line in this process, and returns what it wrote and how it ended. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<Ran> {
  const { env = {}, home = '/nowhere', stdin = '', columns, colors = false, interrupt } = options;
  const written: string[] = [];
  const stdout = createOutput({ columns, colors }, written);
  const stderr = createOutput({ columns, colors }, written);
  const code = await run(args, {
    env,
    home,
    stdin: columns === undefined ? Readable.from([stdin]) : createKeyboard(stdin, written),
    stdout: stdout.output,
    stderr: stderr.output,
    fetch: options.fetch ?? fetch,
    now: options.now ?? Date.now,
    // Time stands still, so that ages are the same however long a test takes.
    uptime: () => 0,
    interrupt: interrupt ?? new AbortController().signal,
    onClosedOutput() {},
  });
  return { code, stdout: stdout.text(), stderr: stderr.text(), screen: screenOf(written) };
}

/** A terminal's input, which shows what is typed. */
function createKeyboard(typed: string, screen: string[]) {
  async function* type() {
    screen.push(typed);
    yield typed;
  }
  return Object.assign(Readable.from(type()), { isTTY: true });
}

/** Where to write. What is written is appended to `all` too. */
function createOutput({ columns, colors }: { columns: number | undefined; colors: boolean }, all: string[]) {
  let written = '';
  const output: Output = new Writable({
    write(chunk, _, callback) {
      written += chunk;
      all.push(`${chunk}`);
      callback();
    },
  });
  const terminal = { isTTY: true, columns, rows: 40, getColorDepth: () => (colors ? 4 : 1) };
  if (columns !== undefined) Object.assign(output, terminal);
  return { output, text: () => written };
}

/** The end of each line, as a terminal shows it: what a progress bar writes is overwritten. */
function screenOf(written: readonly string[]): string {
  const lines = written.join('').split(/\r?\n/);
  return lines.map((line) => line.split('\r\x1b[K').at(-1)).join('\n');
}

/** When it is, in the world of `cliFor`. */
export const noon = Date.parse('2026-01-14T12:00:00.000Z');

/** The command line of the administrator of a server, whose clock stands still at noon if the server's does. */
export function cliFor(server: Pick<Server, 'url' | 'adminToken'>) {
  const env = { TFE_ADDRESS: server.url, TFE_TOKEN: server.adminToken };
  return (args: string, { env: more, ...options }: CliOptions = {}): Promise<Ran> =>
    runCli(splitWords(args), { env: { ...env, ...more }, fetch: fetchAtNoon, now: () => noon, ...options });
}

/** Words that are separated by blanks; a blank within quotes does not separate. */
function splitWords(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** Node puts the time of this machine into each response. */
export async function fetchAtNoon(request: Request, init: { signal: AbortSignal }): Promise<Response> {
  const response = await fetch(request, init);
  const headers = new Headers(response.headers);
  headers.set('Date', new Date(noon).toUTCString());
  return new Response(response.body, { status: response.status, headers });
}
