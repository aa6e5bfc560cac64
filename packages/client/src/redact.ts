/** The minimum length of a token to remove: a shorter one could be part of any text. */
const minRedactedLength = 10;

/** @internal Removes a token from a text of the other side. */
export function redact(text: string, token: string): string {
  return token.length < minRedactedLength ? text : text.replaceAll(token, '[token]');
}

/** @internal Removes a token from every text in a JSON value, however the other side escaped it. */
export function redactJson<T>(value: T, token: string): T {
  const escapedToken = JSON.stringify(token).slice(1, -1);
  return JSON.parse(redact(JSON.stringify(value), escapedToken));
}

/** @internal The ID with which the platform logs a request. */
export function requestIdOf({ headers }: Response, token: string): string | null {
  const id = headers.get('X-Request-Id');
  return id && redact(id, token);
}

/** @internal Removes a token from an error and its causes. An error of Node's HTTP parser quotes what it received. */
export function redactError(error: unknown, token: string): void {
  if (!(error instanceof Error)) return;
  for (const name of Object.getOwnPropertyNames(error)) {
    const value = Reflect.get(error, name);
    if (typeof value === 'string') Reflect.set(error, name, redact(value, token));
  }
  redactError(error.cause, token);
}

/** Control characters, and characters that reorder or hide text: they could forge log lines or control a terminal. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** @internal Makes a text of the other side safe to print. */
export function escapeUnprintable(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
