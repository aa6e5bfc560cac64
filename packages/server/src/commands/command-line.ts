import { createCommandLine } from '@tfe-admin-runs/command';

export const name = 'tfe-admin-runs-server';

export const { fail, failUsage, readOptions, splitAtCommand, readPort, failToListen } = createCommandLine(name);

export const string = { type: 'string' } as const;
export const flag = { type: 'boolean', default: false } as const;
