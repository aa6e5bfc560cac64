/** How a request stands against the limit. */
export interface Allowance {
  allowed: boolean;
  /** What every answer tells of it. */
  headers: Record<string, string>;
}

/**
 * Counts requests for each key (a token, or the address of a client without one) in windows of one second. The windows
 * are those of the clock, so that all counts are forgotten together and strangers cannot fill the memory.
 */
export function createRateLimit(limit: number, now: () => number): (key: string) => Allowance {
  const counts = new Map<string, number>();
  let window = 0;

  return (key) => {
    const time = now();
    const second = Math.floor(time / 1000);
    if (second !== window) {
      counts.clear();
      window = second;
    }
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const allowed = count <= limit;
    return {
      allowed,
      headers: {
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(Math.max(limit - count, 0)),
        'x-ratelimit-reset': ((1000 - (time - second * 1000)) / 1000).toFixed(3),
        ...(!allowed && { 'retry-after': '1' }),
      },
    };
  };
}
