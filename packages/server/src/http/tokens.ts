import { hash, randomBytes } from 'node:crypto';

/** The owner of a token. */
export interface Identity {
  /** The user's name, for the audit trail. */
  name: string;
  administrator: boolean;
  /** Tells tokens apart without revealing any. */
  key: string;
}

/** Keeps only hashes of the tokens, so that no log or dump of an object can contain one. */
export function createTokens({ adminToken, userToken }: { adminToken: string; userToken: string }) {
  const identities = new Map<string, Identity>();
  function add(token: string, name: string, administrator: boolean) {
    const key = hash('sha256', token);
    identities.set(key, { name, administrator, key });
  }
  add(userToken, 'user', false);
  add(adminToken, 'admin', true);

  return (token: string | undefined): Identity | undefined =>
    token === undefined ? undefined : identities.get(hash('sha256', token));
}

/** A random token that needs no quotes in a shell. */
export function makeToken(): string {
  return randomBytes(20).toString('hex');
}

/** Whether an HTTP header can carry the text as a token. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
