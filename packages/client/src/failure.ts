import { redact, redactError } from './redact.ts';

/** @internal Why `fetch` rejected. */
export interface Failure {
  reason: string;
  /** What the user should check. */
  check: string;
  /** Whether the request may have left this machine. */
  isSent: boolean;
  /** Whether another attempt would fail in the same way. */
  isPermanent: boolean;
}

/** Messages of Node's `fetch` if it can never send the request. */
const misconfigured = /^bad port$|AbortSignal|\(407\)|^wrong version number$|^(?!.*alert).*certificate/;

/** Messages of Node's `fetch` if it did not send the request, but may be able to later. */
const unreachable = /^(connect|getaddrinfo|ECONNREFUSED|Connect Timeout)\b|before secure TLS|^Proxy response/;

/** @internal Explains the error with which `fetch` rejected, and removes the token from it. */
export function explain(thrown: unknown, token: string): Failure {
  redactError(thrown, token);
  const reason = redact(reasonOf(thrown) || String(thrown), token);
  const isPermanent = isOfNode(thrown) && misconfigured.test(reason);
  const isUnreachable = isOfNode(thrown) && unreachable.test(reason);
  return { reason, check: whatToCheck(reason), isSent: !isPermanent && !isUnreachable, isPermanent };
}

/** In Node the message of `fetch` is only "fetch failed"; its innermost cause has the reason. */
function reasonOf(thrown: unknown): string {
  const { cause, library, reason, message, code } = Object(thrown) as Record<string, string | undefined>;
  // OpenSSL's message contains a line of its source code; its `reason` is readable.
  const text = library ? reason : message;
  return (cause && reasonOf(cause)) || String(text || code || '');
}

/** Whether Node's own `fetch` threw it. Only then does the error reveal whether the request was sent. */
function isOfNode(thrown: unknown): boolean {
  const { process } = globalThis as { process?: { versions?: { undici?: string } } };
  const { name, message } = Object(thrown) as Error;
  return Boolean(process?.versions?.undici) && name === 'TypeError' && /^fetch failed$|AbortSignal/.test(message);
}

/** @internal What to check if the reason is not known. */
export const checkInGeneral = 'the address, HTTPS_PROXY or CORS';

function whatToCheck(reason: string): string {
  if (reason === 'wrong version number') return 'whether the address is http: or https:';
  // "certificate's", "certificate has": it is trusted, but not for this host or at this time.
  if (/certificate(?!'| h)/.test(reason)) return 'NODE_EXTRA_CA_CERTS or --use-system-ca';
  return checkInGeneral;
}
