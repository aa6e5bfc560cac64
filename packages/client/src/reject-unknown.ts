/** @internal Rejects what is left of an object: a mistyped option must not silently do something else. */
export function rejectUnknown(rest: object): void {
  const [name] = Object.keys(rest);
  if (name !== undefined) throw new TypeError(`Unknown parameter: ${name}`);
}
