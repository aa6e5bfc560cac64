import { type AdminRunsClient, type Attempt, createAdminRunsClient } from '@tfe-admin-runs/client';
import { printable } from '@tfe-admin-runs/command';
import { type Clock, createClock } from './clock.ts';
import { type Credentials, findCredentials } from './credentials.ts';
import { formatDuration } from './duration.ts';
import type { Host } from './host.ts';
import { createGentleInterrupt } from './interrupt.ts';
import { createPace } from './pace.ts';

/** The options of every command. */
export interface GlobalOptions {
  address?: string | undefined;
  tokenStdin?: boolean | undefined;
  readOnly?: boolean | undefined;
  quiet?: boolean | undefined;
  verbose?: boolean | undefined;
}

/** What the commands share: the installation, and where they write. */
export interface Session extends Clock {
  host: Host;
  client: AdminRunsClient;
  credentials: Credentials;
  isReadOnly: boolean;
  /** Aborts at Ctrl-C, as soon as no force-cancel is in flight. */
  interrupt: AbortSignal;
  isQuiet: boolean;
  /** Of the last response. */
  headers: () => Headers | undefined;
  /** Writes data. */
  print: (text: string) => void;
  /** Writes a line that is not data, to stderr, unless `--quiet`. */
  note: (line: string) => void;
}

/** A 429 or a 5xx is answered by waiting: others use the installation too. */
const retries = 8;
/** A connection that fails is tried again twice. */
const connectionRetries = 2;

export async function openSession(options: GlobalOptions, host: Host): Promise<Session> {
  const credentials = await findCredentials(options, host);
  const isReadOnly = isReadOnlyIn(options, host.env);
  const isQuiet = options.quiet === true;
  const clock = createClock(host);
  const pace = createPace(host);
  let headers: Headers | undefined;

  function note(line: string): void {
    if (!isQuiet) host.stderr.write(`${line}\n`);
  }

  const interrupt = createGentleInterrupt(host.interrupt, () =>
    note('\nInterrupted: waiting for the response to the force-cancel that is under way. Ctrl-C again ends at once'),
  );
  const client = createAdminRunsClient({
    address: credentials.address,
    token: credentials.token,
    readOnly: isReadOnly,
    retries,
    async fetch(request, init) {
      await pace.wait(request, init.signal);
      if (request.method !== 'GET') interrupt.begin();
      const response = await host.fetch(request, init);
      pace.observe(response.headers);
      clock.observe(response.headers);
      headers = response.headers;
      return response;
    },
    log(attempt) {
      if (attempt.method !== 'GET') interrupt.end();
      if (options.verbose) host.stderr.write(`${describe(attempt)}\n`);
    },
    onRetry(attempt) {
      // An installation that is not there is reported soon.
      if (attempt.error && attempt.attempt > connectionRetries) throw attempt.error;
      const seconds = Math.ceil((attempt.delay ?? 0) / 1000);
      note(`Trying again in ${formatDuration(seconds * 1000)}: ${reasonOf(attempt)}`);
    },
  });
  const { signal } = interrupt;
  const print = (text: string) => void host.stdout.write(text);
  return {
    host,
    client,
    credentials,
    isReadOnly,
    isQuiet,
    interrupt: signal,
    ...clock,
    headers: () => headers,
    print,
    note,
  };
}

function isReadOnlyIn({ readOnly }: GlobalOptions, env: Host['env']): boolean {
  return readOnly === true || !['', '0', 'false'].includes(env.TFE_ADMIN_RUNS_READ_ONLY ?? '');
}

/** A request for `--verbose`. It has no secrets. */
function describe(attempt: Attempt): string {
  const { method, url, status, duration, requestId } = attempt;
  const outcome = status ?? attempt.error?.message ?? 'no response';
  const id = requestId ? ` ${printable(requestId)}` : '';
  return `${method} ${url} ${outcome} ${duration} ms${id}`;
}

function reasonOf({ status, error }: Attempt): string {
  if (status === 429) return 'the rate limit is reached (429)';
  return status ? `the installation responded with ${status}` : (error?.message ?? 'no response');
}
