import { AdminRunsError, ApiError, ConnectionError } from '@tfe-admin-runs/client';
import { exitCodes } from './exit-codes.ts';

/** An error whose message is for the user: what happened, and what to do next. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = exitCodes.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Ctrl-C. It is the reason of `Host.interrupt`, so that every request that it aborts rejects with it. */
export class Interrupted extends CommandError {
  override name = 'Interrupted';

  constructor() {
    super('Interrupted', exitCodes.interrupted);
  }
}

export interface Explained {
  message: string;
  exitCode: number;
}

/** What the user sees of an error, and the exit code. */
export function explain(error: unknown): Explained {
  if (error instanceof CommandError) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof ApiError) return explainApiError(error);
  if (error instanceof ConnectionError)
    return {
      message: `${error.message}. \`tfe-admin-runs doctor\` shows what is used`,
      exitCode: exitCodes.network,
    };
  if (error instanceof AdminRunsError) return { message: error.message, exitCode: exitCodes.installation };
  // Options and arguments are checked before: what is left is a response with parts that are missing or of another type.
  const message = `A response is not what was expected: ${error instanceof Error ? error.message : error}`;
  return { message: `${message}. --verbose shows where`, exitCode: exitCodes.installation };
}

function explainApiError({ status, message, requestId }: ApiError): Explained {
  const quoted = requestId ? `${message} [request ${requestId}]` : message;
  switch (status) {
    case 401:
      return {
        message: `${quoted}. Create a new token of a site administrator; \`tfe-admin-runs doctor\` shows which is used`,
        exitCode: exitCodes.unauthorized,
      };
    case 404:
      return {
        message: `${quoted}. \`tfe-admin-runs doctor\` shows which token is used`,
        exitCode: exitCodes.notFound,
      };
    case 429:
      return { message: `${quoted}. Try again in a minute`, exitCode: exitCodes.installation };
    default:
      return {
        message: `${quoted}. Look at the installation's health, and try again`,
        exitCode: exitCodes.installation,
      };
  }
}
