import type { ForceCancelRequest, paths } from '@tfe-admin-runs/types';
import type { Look } from './transport.ts';

/** @internal One call of the API: sends it, `look`ing before each attempt, and gives the document that came back. */
export type Call = <T extends { data: unknown }>(
  method: 'GET' | 'POST',
  path: keyof paths,
  init: { params: object; body?: ForceCancelRequest | undefined },
  signal?: AbortSignal | null,
  look?: Look,
) => Promise<T>;
