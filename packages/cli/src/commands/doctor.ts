import { type AdminRunsError, ApiError, toResult } from '@tfe-admin-runs/client';
import { isConfidential, printable } from '@tfe-admin-runs/command';
import { formatDuration } from '../duration.ts';
import { explain } from '../errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { proxyFor } from '../network.ts';
import { type JsonOption, pick, printJson } from '../output/print.ts';
import { styled } from '../output/styled.ts';
import type { Session } from '../session.ts';

/** One thing that was checked. */
export interface Check {
  check: 'address' | 'token' | 'proxy' | 'response' | 'administrator' | 'version' | 'clock' | 'rate-limit';
  ok: boolean;
  /** What was found. */
  found: string;
  /** What to do, if something is wrong. */
  advice: string | null;
}

/** A clock that is further off makes ages and expiry dates wrong. */
const maxSkew = 60_000;

/** Checks what the commands need, and says what to do. Returns the exit code. */
export async function runDoctor(options: { json?: JsonOption }, session: Session): Promise<number> {
  const { checks, exitCode } = await examine(session);
  const { json } = options;
  if (json)
    printJson(
      session,
      checks.map((check) => pick(check, json)),
    );
  else session.print(checks.map((check) => format(check, session)).join(''));
  return exitCode;
}

async function examine(session: Session): Promise<{ checks: Check[]; exitCode: number }> {
  const { address, addressSource, tokenSource } = session.credentials;
  const proxy = proxyFor(address, session.host.env);
  const { error } = await toResult(session.client.list({ page: { size: 1 } }, { signal: session.interrupt }));
  const checks = [
    addressCheck(address, addressSource),
    good('token', `from ${tokenSource}`),
    good('proxy', proxy ?? 'none'),
    ...checksOf(error),
    ...headerChecks(session),
  ];
  return { checks, exitCode: error ? explain(error).exitCode : exitCodes.done };
}

/** What the response says: whether there is one, and about the token. */
function checksOf(error: AdminRunsError | undefined): Check[] {
  if (!error) return [good('response', '200'), good('administrator', "the token is a site administrator's")];
  const status = error instanceof ApiError ? error.status : undefined;
  if (status === 401)
    return [
      good('response', '401'),
      bad(
        'administrator',
        'the token is unknown or expired',
        'Create a new token; those of Terraform Enterprise 2 expire',
      ),
    ];
  if (status === 404)
    return [
      good('response', '404'),
      bad(
        'administrator',
        "the token is not a site administrator's",
        'Use the token of a site administrator. Is this a Terraform Enterprise?',
      ),
    ];
  return [bad('response', status === undefined ? 'none' : `${status}`, explain(error).message)];
}

function headerChecks(session: Session): Check[] {
  const headers = session.headers();
  if (!headers) return [];
  return [good('version', versionsIn(headers)), clockCheck(session.skew()), good('rate-limit', rateLimitIn(headers))];
}

function good(check: Check['check'], found: string): Check {
  return { check, ok: true, found, advice: null };
}

function bad(check: Check['check'], found: string, advice: string): Check {
  return { check, ok: false, found, advice };
}

function addressCheck(address: string, source: string): Check {
  const found = `${address} from ${source}`;
  if (isConfidential(new URL(address))) return good('address', found);
  return bad('address', found, 'Use https: over http: everyone on the way can read the token');
}

function versionsIn(headers: Headers): string {
  const api = headers.get('TFP-API-Version');
  const product = headers.get('X-TFE-Current-Version') ?? headers.get('X-TFE-Version');
  const known = [api && `API ${api}`, product && `Terraform Enterprise ${product}`].filter((text) => text !== null);
  return known.join(', ') || 'unknown';
}

function rateLimitIn(headers: Headers): string {
  const limit = headers.get('X-RateLimit-Limit');
  return limit ? `${limit} requests per second` : 'unknown';
}

function clockCheck(skew: number | undefined): Check {
  if (skew === undefined) return good('clock', 'unknown');
  const found = `${formatDuration(Math.abs(skew))} ${skew < 0 ? 'behind' : 'ahead of'} the installation's`;
  if (Math.abs(skew) <= maxSkew) return good('clock', "agrees with the installation's");
  return bad('clock', found, "Set one of the clocks; ages are counted by the installation's");
}

function format({ check, ok, found, advice }: Check, { host }: Session): string {
  const mark = ok ? styled('green', 'ok  ', host.stdout) : styled('red', 'FAIL', host.stdout);
  const line = `${mark}  ${check.padEnd(15)}${printable(found)}\n`;
  return advice ? `${line}${' '.repeat(21)}${printable(advice)}\n` : line;
}
