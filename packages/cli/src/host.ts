import type { Readable } from 'node:stream';

/** A stream to write to, and what is known of the terminal behind it. */
export interface Output extends NodeJS.WritableStream {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

/** What a command needs of the process that runs it. */
export interface Host {
  env: Record<string, string | undefined>;
  /** The user's home directory. */
  home: string;
  stdin: Readable & { isTTY?: boolean };
  stdout: Output;
  stderr: Output;
  fetch: (request: Request, init: { signal: AbortSignal }) => Promise<Response>;
  /** Milliseconds since 1970, by the local clock. */
  now: () => number;
  /** Milliseconds since the program was started. They never jump. */
  uptime: () => number;
  /** Aborts at the first Ctrl-C, with an `Interrupted` as its reason. */
  interrupt: AbortSignal;
  /** Sets what happens when the reader of stdout goes away, as `head` does. It ends the program by default. */
  onClosedOutput: (listener: () => void) => void;
}
