/** A signal that aborts at Ctrl-C, but never while a request that changes something is in flight. */
export interface GentleInterrupt {
  signal: AbortSignal;
  /** A request that changes something is sent. */
  begin: () => void;
  /** Its response was read, or it failed. */
  end: () => void;
}

/**
 * Nothing is in doubt because of a Ctrl-C: it waits for the response of a force-cancel that is under way. `onWait` is called
 * then.
 */
export function createGentleInterrupt(interrupt: AbortSignal, onWait: () => void): GentleInterrupt {
  const controller = new AbortController();
  let isInFlight = false;

  function settle(): void {
    if (interrupt.aborted) controller.abort(interrupt.reason);
  }

  interrupt.addEventListener('abort', () => (isInFlight ? onWait() : settle()), { signal: controller.signal });
  settle();
  return {
    signal: controller.signal,
    begin() {
      isInFlight = true;
    },
    end() {
      isInFlight = false;
      settle();
    },
  };
}
