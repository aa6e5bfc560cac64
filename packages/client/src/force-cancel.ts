import { isFinal, type Run } from '@tfe-admin-runs/types';
import type { Call } from './call.ts';
import { GuardError } from './errors.ts';
import type { CallOptions, List } from './list.ts';
import type { Precheck } from './transport.ts';
import { assertFunctions, assertSignal, rejectUnknown } from './validate.ts';

/** Options of `forceCancelUnguarded`. */
export interface UnguardedOptions extends CallOptions {
  /** The reason for the cancel. */
  comment?: string | undefined;
}

/** Options of `forceCancel`. */
export interface ForceCancelOptions extends UnguardedOptions {
  /**
   * Whether to cancel a run that is `applying`, although its state may be lost.
   *
   * @default false
   */
  allowApplying?: boolean | undefined;
  /**
   * Called with the run that was just checked, right before each attempt to cancel it. If it throws, nothing is sent, and
   * the call rejects with that error.
   *
   * @default undefined
   */
  beforeCancel?: ((run: Run) => void | Promise<void>) | undefined;
}

/** @internal */
export function createForceCancel(call: Call, list: List) {
  async function get(id: string, options?: CallOptions): Promise<Run | undefined> {
    assertRunId(id);
    const { data } = await list({ q: id }, options);
    return data.find((run) => run.id === id);
  }

  async function forceCancel(id: string, options: ForceCancelOptions = {}): Promise<Run> {
    const { allowApplying, beforeCancel, ...cancelOptions } = options;
    assertFunctions({ beforeCancel });
    return cancel(id, cancelOptions, async (signal) => {
      const run = await get(id, { signal });
      const reason = reasonNotToCancel(run, allowApplying === true);
      if (reason) throw new GuardError(reason, id, run);
      await beforeCancel?.(run as Run);
    });
  }

  async function forceCancelUnguarded(id: string, options: UnguardedOptions = {}): Promise<Run> {
    return cancel(id, options);
  }

  async function cancel(id: string, options: UnguardedOptions, precheck?: Precheck): Promise<Run> {
    const { comment, signal, ...unknownOptions } = options;
    rejectUnknown(unknownOptions);
    assertSignal(signal);
    assertRunId(id);
    const input = { path: { run_id: id }, body: comment ? { comment } : undefined };
    const { data } = await call('forceCancelAdminRun', input, { signal, precheck });
    return data;
  }

  return { get, forceCancel, forceCancelUnguarded };
}

/** With a dot, a slash or an empty ID the URL would have another path. */
function assertRunId(id: string): void {
  if (typeof id !== 'string' || !/^[\w-]+$/.test(id)) throw new TypeError(`Not a run ID: ${id}`);
}

function reasonNotToCancel(run: Run | undefined, allowApplying: boolean): GuardError['reason'] | undefined {
  const status = run?.attributes.status;
  if (!status) return 'unknown';
  if (isFinal(status)) return 'final';
  if (status === 'applying' && !allowApplying) return 'applying';
  return undefined;
}
