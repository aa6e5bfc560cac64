/** What happened, as one line of JSON each. Nobody hands it a token, a header or a body. */
export interface Log {
  /** A change. */
  note: (message: string, details?: object) => void;
  /** Something that is this program's own fault. */
  failure: (error: unknown, details?: object) => void;
  /** The start, and any request; only if they are wanted. */
  detail: (message: string, details?: object) => void;
}

export function createLog(write: ((line: string) => void) | undefined, verbose: boolean): Log {
  function line(level: string, message: string, details: object = {}) {
    write?.(JSON.stringify({ time: new Date().toISOString(), level, message, ...details }));
  }
  return {
    note: (message, details) => line('info', message, details),
    failure: (error, details) => line('error', 'failure', { ...details, error: describe(error) }),
    detail: (message, details) => verbose && line('info', message, details),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
