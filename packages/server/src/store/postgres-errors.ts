import { Unavailable } from './database.ts';

/** SQLSTATEs of conflicting transactions, one of which the engine ended: serialization failure, deadlock. */
export const conflicts = ['40001', '40P01'];

/** SQLSTATEs that a server gets if another server created the same object at the same time. */
export const duplicates = ['23505', '42P06', '42P07', '42710', 'XX000'];

const networkCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'];

export function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** Whether the engine itself reported the error, by an SQLSTATE, and still holds the connection. */
export function isEngineError(error: unknown): boolean {
  const code = codeOf(error);
  return /^[0-9A-Z]{5}$/.test(code) && !networkCodes.includes(code) && !isShutdown(code);
}

/** The engine or the connection ended, so the outcome of the last statement is unknown. */
function isShutdown(code: string): boolean {
  return code.startsWith('57P') || code.startsWith('08');
}

/** SQLSTATE classes and codes of temporary failures. */
const passing = [
  /^08/, // connection exceptions
  /^53/, // too little memory, disk or connections
  /^57P/, // the engine shuts down or starts
  /^57014$/, // a statement took too long
  /^55P03$/, // a lock was not available
  /^25006$/, // a replica that cannot write, after a failover
  /^40/, // repeated conflicts
];

const lostConnection =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

export function toStoreError(error: unknown): unknown {
  const code = codeOf(error);
  const message = (error as Error).message;
  const isPassing =
    networkCodes.includes(code) || passing.some((pattern) => pattern.test(code)) || lostConnection.test(message);
  return isPassing ? new Unavailable(message, { cause: error }) : error;
}
