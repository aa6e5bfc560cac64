/** Logs events, one line of JSON each. Callers pass no token, header or body. */
export interface Log {
  /** Logs a change. */
  info: (message: string, details?: object) => void;
  /** Logs a failure of this program itself. */
  error: (error: unknown, details?: object) => void;
  /** Logs the start or a request, if the log is verbose. */
  debug: (message: string, details?: object) => void;
}

export function createLog(write: ((line: string) => void) | undefined, verbose: boolean): Log {
  function line(level: string, message: string, details: object = {}) {
    write?.(JSON.stringify({ time: new Date().toISOString(), level, message, ...details }));
  }
  return {
    info: (message, details) => line('info', message, details),
    error: (error, details) => line('error', 'failure', { ...details, error: describe(error) }),
    debug: (message, details) => verbose && line('info', message, details),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
