import { hash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InvalidOption } from '../server-options.ts';

/** The owner of a token. */
export interface Identity {
  /** The user's name, for the audit trail. */
  name: string;
  administrator: boolean;
  /** Identifies the token without revealing it. */
  key: string;
}

/** The owners of tokens, by the SHA-256 of the token: no log or dump of an object can contain a token. */
export type Identities = Map<string, Identity>;

interface Sources {
  adminToken: string;
  userToken: string;
  /** The path of a file with the tokens of more people. */
  file: string | undefined;
}

export function createTokens({ adminToken, userToken, file }: Sources) {
  const own: Identities = new Map();
  for (const [token, name] of [[userToken, 'user'] as const, [adminToken, 'admin'] as const]) {
    const key = hash('sha256', token);
    own.set(key, { name, administrator: name === 'admin', key });
  }
  let others = file === undefined ? new Map() : readTokenFile(file);

  return {
    identify(token: string | undefined): Identity | undefined {
      if (token === undefined) return undefined;
      const key = hash('sha256', token);
      return own.get(key) ?? others.get(key);
    },
    /** Reads the file again. Throws, and keeps the tokens, if it is not valid. */
    reload(): void {
      if (file !== undefined) others = readTokenFile(file);
    },
  };
}

/**
 * Reads a file with one token per line: name, `admin` or `user`, and the SHA-256 of the token in hexadecimal. Empty lines
 * and those that begin with `#` are skipped. No line is quoted in a message: it can contain a token by mistake.
 *
 * @throws {InvalidOption} if the file cannot be read, or a line is not valid.
 */
function readTokenFile(file: string): Identities {
  const identities: Identities = new Map();
  for (const [index, line] of readLines(file).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name = '', role, digits = ''] = /^\s*(\S+)\s+(admin|user)\s+([0-9a-f]{64})\s*$/i.exec(line) ?? [];
    if (!role) throw invalid(`line ${index + 1} must be a name, admin or user, and the SHA-256 of a token`);
    const key = digits.toLowerCase();
    if (identities.has(key)) throw invalid(`line ${index + 1} repeats a token`);
    identities.set(key, { name, administrator: role.toLowerCase() === 'admin', key });
  }
  return identities;
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    throw invalid((error as Error).message);
  }
}

function invalid(problem: string): InvalidOption {
  return new InvalidOption('tokens', `cannot be used: ${problem}`);
}

/** A random token that needs no quotes in a shell. */
export function makeToken(): string {
  return randomBytes(20).toString('hex');
}

/** Whether an HTTP header can carry the text as a token. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
