import { readFileSync } from 'node:fs';
import { InvalidOption } from '../options.ts';
import type { Identities } from './tokens.ts';

/**
 * Reads a file with one token a line: name, `admin` or `user`, and the SHA-256 of the token in hexadecimal. Empty lines and
 * those that begin with `#` are skipped. No line is quoted in a message: it can hold a token by mistake.
 *
 * @throws {InvalidOption} if the file cannot be read, or a line is not valid.
 */
export function readTokenFile(file: string): Identities {
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
