import type { Host } from './host.ts';

/** The time by the clock of the installation. */
export interface Clock {
  /**
   * Milliseconds since 1970. The timestamps of runs are by the installation's clock, so ages must be too: a local clock
   * that is wrong would make every run look stuck.
   */
  now: () => number;
  /** How far the local clock is ahead of the installation's, in milliseconds. Undefined before the first response. */
  skew: () => number | undefined;
}

/** Follows the `Date` header of responses. Until the first one, the local clock must do. */
export function createClock({
  now: localNow,
  uptime,
}: Pick<Host, 'now' | 'uptime'>): Clock & { observe: (headers: Headers) => void } {
  let last: { remote: number; skew: number; uptime: number } | undefined;

  function now(): number {
    // Counts on from a response, because the local clock can jump.
    return last ? last.remote + uptime() - last.uptime : localNow();
  }

  return {
    now,
    skew: () => last?.skew,
    observe(headers) {
      const remote = parseHttpDate(headers.get('Date') ?? '');
      if (!Number.isFinite(remote)) return;
      const ahead = now() - remote;
      // The header has whole seconds: a time within that second would only go back.
      if (last && ahead >= 0 && ahead < 1000) return;
      last = { remote, skew: localNow() - remote, uptime: uptime() };
    },
  };
}

/** `Date.parse` takes almost anything for a date. Not a number if the text is not the date that HTTP prescribes. */
function parseHttpDate(text: string): number {
  return /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
