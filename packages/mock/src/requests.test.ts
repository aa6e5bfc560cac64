import { operationIdOf, violations } from '@tfe-admin-runs/testing/document';
import { urlIn } from '@tfe-admin-runs/testing/program';
import { send } from '@tfe-admin-runs/testing/send';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMock } from './index.ts';
import { runMock } from './testing/run-mock.ts';
import { table, type } from './testing/table.ts';

describe.each(['in process', 'as a command'])('the mock %s', (kind) => {
  let url: string;
  let stop: () => unknown;

  beforeAll(async () => {
    if (kind === 'in process') {
      const mock = await startMock();
      [url, stop] = [mock.url, mock.close];
    } else {
      const { line, child } = runMock(['--port', '0'], { NODE_ENV: 'production' });
      [url, stop] = [urlIn(await line), () => child.kill()];
    }
  });
  afterAll(() => stop());

  test.each(Object.entries(table))('%s', async (_name, [sent, status, error]) => {
    const received = await send(url, sent);
    expect(received, received.body).toMatchObject({ status, headers: { 'content-type': type } });

    const body = JSON.parse(received.body);
    const { method = 'GET', path } = sent;
    if (status >= 400 || operationIdOf(method, path)) expect(violations(method, path, status, body)).toBeUndefined();
    if (status >= 400) {
      for (const each of body.errors) expect(each.status).toBe(String(status));
      expect(body.errors[0]).toMatchObject(error ?? {});
    }
  });
});
