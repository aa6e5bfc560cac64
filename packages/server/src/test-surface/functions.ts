import { explainBody } from '@tfe-admin-runs/http';
import type { Run } from '@tfe-admin-runs/types';
import { checkOf } from '../document.ts';
import { facts } from '../files.ts';
import type { RecordedRequest } from '../recorded-request.ts';
import { toRunResource } from '../runs/resources.ts';
import { createLock } from '../store/lock.ts';
import type { Store } from '../store/store.ts';
import { clear } from '../store/world.ts';
import { InvalidArgument } from '../world/invalid-argument.ts';
import { addNewRun, type NewRun } from '../world/new-run.ts';
import { type RunUpdate, updateRun } from '../world/update-run.ts';
import type { InjectedFailure, InjectedFailures } from './injected-failures.ts';

/** The test surface: the same functions for tests in JavaScript and over HTTP. */
export interface TestFunctions {
  reset: () => Promise<void>;
  createRun: (run?: NewRun) => Promise<Run>;
  createRuns: (runs: readonly NewRun[]) => Promise<Run[]>;
  updateRun: (id: string, update: RunUpdate) => Promise<Run>;
  injectFailure: (failure: InjectedFailure) => void;
  requests: readonly RecordedRequest[];
}

interface Dependencies {
  store: Store;
  failures: InjectedFailures;
  requests: RecordedRequest[];
  /** Fills the empty database. */
  fill: () => Promise<void>;
  now: () => number;
}

export function createTestFunctions({ store, failures, requests, fill, now }: Dependencies): TestFunctions {
  const checks = {
    newRun: checkOf('newRun'),
    runUpdate: checkOf('runUpdate'),
    injectedFailure: checkOf('injectedFailure'),
  };

  // Each reset may start a process that fills the database.
  const inTurn = createLock();

  function assertValid(kind: keyof typeof checks, value: unknown): void {
    const problems = explainBody(checks[kind](value));
    if (problems.length > 0) throw new InvalidArgument(problems);
  }

  async function createRuns(runs: readonly NewRun[]): Promise<Run[]> {
    for (const run of runs) assertValid('newRun', run);
    const added = await store.write(async (tx) => {
      const all = [];
      for (const run of runs) all.push(await addNewRun(tx, run, now()));
      return all;
    });
    return added.map(toRunResource);
  }

  async function reset(): Promise<void> {
    await store.bulkWrite(clear);
    await fill();
    failures.clear();
    requests.length = 0;
  }

  return {
    reset: () => inTurn(reset),
    async createRun(run = {}) {
      const [created] = await createRuns([run]);
      return created as Run;
    },
    createRuns,
    async updateRun(id, update) {
      assertValid('runUpdate', update);
      const updated = await store.write((tx) => updateRun(tx, id, update, now()));
      if (!updated) throw new InvalidArgument([{ detail: `there is no run ${id}` }]);
      return toRunResource(updated);
    },
    injectFailure(failure) {
      assertValid('injectedFailure', failure);
      assertOperation(failure.operation);
      if (failure.status !== undefined && failure.cut !== undefined)
        throw new InvalidArgument([{ detail: 'give either status or cut, not both', source: { pointer: '/cut' } }]);
      failures.add(failure);
    },
    requests,
  };
}

function assertOperation(operation: string): void {
  const known: string[] = facts.operations.map(({ operationId }) => operationId);
  if (known.includes(operation)) return;
  const detail = `operation must be one of ${known.join(', ')}`;
  throw new InvalidArgument([{ detail, source: { pointer: '/operation' } }]);
}
