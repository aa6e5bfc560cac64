import { startMock } from '@tfe-admin-runs/mock';

/** What the suite runs against. */
export interface Target {
  name: string;
  url: string;
  token: string;
  /** IDs of runs that the suite may force-cancel, one for each case; undefined where it must not write. */
  runIds: Iterator<string> | undefined;
  close(): Promise<void>;
}

/**
 * The mock; or, where `CONTRACT_URL` and `CONTRACT_TOKEN` name one, a real installation. That one is only read, unless
 * `CONTRACT_RUN_IDS` lists runs, separated by commas, that **will be force-canceled**.
 */
export async function openTarget(env = process.env): Promise<Target> {
  const { CONTRACT_URL: url, CONTRACT_TOKEN: token, CONTRACT_RUN_IDS: runIds } = env;
  if (url) {
    if (!token)
      throw new Error('CONTRACT_URL is set, so CONTRACT_TOKEN must be: the API token of a site administrator.');
    const close = async () => {};
    return { name: url, url: url.replace(/\/$/, ''), token, runIds: runIds?.split(',').values(), close };
  }
  const mock = await startMock();
  return { name: 'the mock', url: mock.url, token: 'any', runIds: anyRun(), close: mock.close };
}

function* anyRun() {
  for (;;) yield 'run-VCsNJXa59eUza53R'; // the mock has no state
}
