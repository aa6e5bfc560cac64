/** @internal Rejects the unknown members of an object: a mistyped option must not be ignored. */
export function rejectUnknown(rest: object): void {
  const [name] = Object.keys(rest);
  if (name !== undefined) throw new TypeError(`Unknown parameter: ${name}`);
}

/** @internal Rejects an option that is not a number from 0 on, `Infinity` included. */
export function assertNotNegative(options: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(options)) {
    const isNumber = typeof value === 'number' && !Number.isNaN(value);
    if (!isNumber || value < 0) throw new TypeError(`${name} must be 0 or more`);
  }
}

/** @internal Rejects an option that is neither a function nor absent. */
export function assertFunctions(options: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(options))
    if (value !== undefined && typeof value !== 'function') throw new TypeError(`${name} must be a function`);
}

/** @internal Rejects what cannot abort a call, such as the `AbortController` instead of its signal. */
export function assertSignal(signal: AbortSignal | undefined): void {
  if (signal && typeof signal.throwIfAborted !== 'function') throw new TypeError('signal must be an AbortSignal');
}
