import { setTimeout } from 'node:timers/promises';
import type { Host } from './host.ts';

/** The installation's window is a second; a longer wait is left to the client, after a 429. */
const maxWait = 2000;

/**
 * Keeps within the rate limit: a request for which too few are left (`X-RateLimit-Remaining`) waits until there are again
 * (`X-RateLimit-Reset`, in seconds). A GET leaves one for the force-cancel that may follow: the wait must not come between a
 * check and its cancel.
 */
export function createPace({ uptime }: Pick<Host, 'uptime'>) {
  let left = Infinity;
  let freeAt = 0;
  return {
    observe(headers: Headers): void {
      const reset = Number(headers.get('X-RateLimit-Reset')) * 1000;
      left = reset > 0 ? Number(headers.get('X-RateLimit-Remaining') ?? Infinity) : Infinity;
      freeAt = uptime() + Math.min(reset, maxWait);
    },
    async wait({ method }: Pick<Request, 'method'>, signal: AbortSignal): Promise<void> {
      const needed = method === 'GET' ? 2 : 1;
      const delay = freeAt - uptime();
      if (left < needed && delay > 0) await setTimeout(delay, undefined, { signal });
    },
  };
}
