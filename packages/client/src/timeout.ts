/** What `withTimeout` resolves to when the time is up. */
export const timedOut = Symbol('timed out');

/** `setTimeout` treats longer delays as 1 ms. */
const maxTimerDelay = 2 ** 31 - 1;

/**
 * @internal Does the work, but waits for it no longer than `limit` milliseconds, and rejects with the reason of `outer`
 * when that aborts. The signal that the work gets aborts in both cases. Leaves no timer and no listener.
 */
export async function withTimeout<T>(
  limit: number,
  outer: AbortSignal | null | undefined,
  work?: (signal: AbortSignal) => Promise<T>,
): Promise<T | typeof timedOut> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  let stop: () => void = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<T | typeof timedOut>((resolve, reject) => {
      // Settles here, because the work may ignore its signal.
      stop = () => {
        if (outer?.aborted) reject(outer.reason);
        else resolve(timedOut);
        controller.abort(outer?.reason);
      };
      outer?.addEventListener('abort', stop);
      timer = setTimeout(stop, Math.min(limit, maxTimerDelay));
      if (limit <= 0) stop();
      work?.(controller.signal).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  }
}

/** @internal Waits for some milliseconds. Rejects with the signal's reason when it aborts. */
export async function sleep(delay: number, signal: AbortSignal | null | undefined): Promise<void> {
  await withTimeout(delay, signal);
}
