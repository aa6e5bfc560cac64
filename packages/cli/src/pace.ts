import { setTimeout } from 'node:timers/promises';
import type { Host } from './host.ts';

/** The installation's window is a second; a longer wait is left to the client, after a 429. */
const maxWait = 2000;

/**
 * Keeps within the rate limit: when a response says that no request is left (`X-RateLimit-Remaining`), the next one waits
 * until there are again (`X-RateLimit-Reset`, in seconds).
 */
export function createPace({ uptime }: Pick<Host, 'uptime'>) {
  let freeAt = 0;
  return {
    observe(headers: Headers): void {
      const isUsedUp = headers.get('X-RateLimit-Remaining') === '0';
      const reset = Number(headers.get('X-RateLimit-Reset')) * 1000;
      if (isUsedUp && reset > 0) freeAt = uptime() + Math.min(reset, maxWait);
    },
    async wait(signal: AbortSignal): Promise<void> {
      const delay = freeAt - uptime();
      if (delay > 0) await setTimeout(delay, undefined, { signal });
    },
  };
}
