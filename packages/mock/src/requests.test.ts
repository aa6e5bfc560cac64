import { createRequire } from 'node:module';
import { urlIn } from '@tfe-admin-runs/testing/program';
import { send } from '@tfe-admin-runs/testing/send';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMock } from './index.ts';
import { runMock } from './testing/run-mock.ts';
import { runs, table, type } from './testing/table.ts';

const documentPath = createRequire(import.meta.url).resolve('@tfe-admin-runs/openapi/openapi.json');
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(createRequire(import.meta.url)(documentPath), 'openapi');
function schemaOf(name: string) {
  return ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
}

const schemas = { error: schemaOf('ErrorDocument'), GET: schemaOf('RunPage'), POST: schemaOf('RunDocument') };

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
    if (status >= 400) {
      expect(schemas.error(body), JSON.stringify(schemas.error.errors)).toBe(true);
      for (const each of body.errors) expect(each.status).toBe(String(status));
      expect(body.errors[0]).toMatchObject(error ?? {});
    } else if (sent.path.startsWith(runs)) {
      const validate = schemas[sent.method === 'POST' ? 'POST' : 'GET'];
      expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
    }
  });
});
