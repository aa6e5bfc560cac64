import { hash, randomBytes } from 'node:crypto';

/** Whose token a request carries. */
export interface Identity {
  /** The user's name, for the audit trail. */
  name: string;
  administrator: boolean;
  /** Tells tokens apart without giving any away. */
  key: string;
}

/** Knows the tokens by their hashes alone, so that neither a dump of the memory's objects nor a log can hold one. */
export function createTokens(adminToken: string, userToken: string | undefined) {
  const known = new Map<string, Identity>();
  function add(token: string, name: string, administrator: boolean) {
    const key = hash('sha256', token);
    known.set(key, { name, administrator, key });
  }
  if (userToken !== undefined) add(userToken, 'user', false);
  add(adminToken, 'admin', true);

  return (token: string | undefined): Identity | undefined =>
    token === undefined ? undefined : known.get(hash('sha256', token));
}

/** A token that nobody can guess, and every shell takes. */
export function makeToken(): string {
  return randomBytes(20).toString('hex');
}

/** Why a text cannot be a token, for a header could not carry it; undefined if it can. */
export function tokenProblem(token: string): string | undefined {
  return /^[\x21-\x7e]+$/.test(token) ? undefined : 'a token is made of visible ASCII characters, without blanks';
}
