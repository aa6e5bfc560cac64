const initialRetryDelay = 500;
const maxRetryDelay = 8000;
/** The part of a delay that is random, so that many clients do not retry at the same time. */
const jitter = 0.25;
/** The longest delay that a server can ask for. */
const maxRequestedDelay = 60_000;

interface Finished {
  isWrite: boolean;
  /** Undefined if there was none. */
  response: Response | undefined;
  /** Whether another attempt would fail in the same way. */
  isPermanent: boolean | undefined;
}

/** @internal Milliseconds to wait before a request is sent again, or undefined if that is not safe, or useless. */
export function retryDelay(attempt: number, finished: Finished): number | undefined {
  if (!shouldRetry(finished)) return undefined;
  return requestedDelay(finished.response) ?? backoff(attempt);
}

function shouldRetry({ isWrite, response, isPermanent }: Finished): boolean {
  // The request was rejected before anything was done.
  if (response?.status === 429) return true;
  // A write may have been carried out.
  if (isWrite) return false;
  // The connection was lost, or could not be established.
  if (!response) return !isPermanent;
  return response.status === 408 || response.status >= 500;
}

/** The delay that the response asks for, in seconds or as a date. */
function requestedDelay(response: Response | undefined): number | undefined {
  const header =
    response?.headers.get('Retry-After') ||
    (response?.status === 429 && response.headers.get('X-RateLimit-Reset')) ||
    '';
  const delay = Number(header) * 1000 || Date.parse(header) - Date.now();
  return delay > 0 ? Math.min(delay, maxRequestedDelay) : undefined;
}

function backoff(attempt: number): number {
  const delay = Math.min(initialRetryDelay * 2 ** (attempt - 1), maxRetryDelay);
  return delay * (1 - Math.random() * jitter);
}
