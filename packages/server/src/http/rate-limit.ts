/** The state of the rate limit after a request. */
export interface Allowance {
  allowed: boolean;
  /** The headers that report it, for every response. */
  headers: Record<string, string>;
}

/**
 * Counts requests for each key (a token, or the address of a client without one) in windows of one second. All keys
 * share the clock's windows, so that their counts are dropped together and cannot fill the memory.
 */
export function createRateLimit(limit: number, now: () => number): (key: string) => Allowance {
  const counts = new Map<string, number>();
  let currentSecond = 0;

  return (key) => {
    const time = now();
    const second = Math.floor(time / 1000);
    if (second !== currentSecond) {
      counts.clear();
      currentSecond = second;
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const allowed = count <= limit;
    const millisecondsLeft = 1000 - (time - second * 1000);
    return {
      allowed,
      headers: {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(Math.max(limit - count, 0)),
        'x-ratelimit-reset': (millisecondsLeft / 1000).toFixed(3),
        ...(!allowed && { 'retry-after': '1' }),
      },
    };
  };
}
