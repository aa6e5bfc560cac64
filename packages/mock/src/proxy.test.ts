import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { example } from '@tfe-admin-runs/testing/examples';
import { freePort, listenOnLoopback } from '@tfe-admin-runs/testing/ports';
import { urlIn } from '@tfe-admin-runs/testing/program';
import { send } from '@tfe-admin-runs/testing/send';
import { temporaryFolder } from '@tfe-admin-runs/testing/temporary-folder';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runMock } from './testing/run-mock.ts';
import { runs, type } from './testing/table.ts';

const cancel = `${runs}/run-VCsNJXa59eUza53R/actions/force-cancel`;
const authorization = 'Bearer top-secret';

/** An installation, and the requests that reach it. */
async function installation(respond: RequestListener) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    respond(request, response);
  });
  onTestFinished(() => void server.close().closeAllConnections());
  return { origin: await listenOnLoopback(server), requests };
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body));
}

function* repeat<T>(value: T): Generator<T> {
  for (;;) yield value;
}

function singlePage(_request: IncomingMessage, response: ServerResponse) {
  json(response, 200, example('single-page'), { 'x-ratelimit-limit': '30', 'x-request-id': 'an-id' });
}

/** Starts a proxy, and gives its address and how to end it. */
async function startProxy(origin: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) {
  const { child, line, ended, output } = runMock(['--port', '0', '--proxy', origin, ...args], env);
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = urlIn(await line);
  async function end() {
    child.kill('SIGTERM');
    return ended;
  }
  return { url, end, output };
}

test('it hands requests and responses on, and ends with 0 if all are as documented', async () => {
  const { origin, requests } = await installation(singlePage);
  const { url, end } = await startProxy(origin);
  const path = `${runs}?page%5Bsize%5D=5&q=a%20b`;
  const response = await send(url, { path, headers: { authorization, cookie: 'a=b', 'x-forwarded-for': '10.0.0.1' } });
  expect(response).toMatchObject({ status: 200, headers: { 'x-request-id': 'an-id', 'cache-control': 'no-store' } });
  expect(JSON.parse(response.body)).toEqual(example('single-page'));
  expect(requests.map(({ method, url }) => ({ method, url }))).toEqual([{ method: 'GET', url: path }]);
  expect(requests[0]?.headers).toMatchObject({ authorization, host: new URL(origin).host });
  expect(requests[0]?.headers).not.toHaveProperty('cookie');
  expect(requests[0]?.headers).not.toHaveProperty('x-forwarded-for');
  expect(await end()).toMatchObject({ code: 0, stderr: '' });
});

test('other paths are read, and not checked, because clients ask for more than the document has', async () => {
  const { origin } = await installation((_, response) => void response.writeHead(204).end());
  const { url, end } = await startProxy(origin);
  expect((await send(url, { path: '/api/v2/ping' })).status).toBe(204);
  expect((await end()).code).toBe(0);
});

describe('a response that is not as documented', () => {
  function spoiled(spoil: (page: ReturnType<typeof example>) => void): RequestListener {
    return (_, response) => {
      const page = example('single-page');
      spoil(page);
      json(response, 200, page);
    };
  }

  test.each<[string, RequestListener, string]>([
    ['a number for an ID', spoiled(({ data }) => (data[0].id = 1)), '/data/0/id must be string'],
    ['a missing member', spoiled((page) => delete page.meta), "the body must have required property 'meta'"],
    [
      'a date that is none',
      spoiled(({ data }) => (data[0].attributes['created-at'] = 'now')),
      '/data/0/attributes/created-at must match format "date-time"',
    ],
    [
      'another content type',
      (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Down for maintenance'),
      'content-type must be application/vnd.api+json, not text/html',
    ],
    [
      'a cut body',
      (_, response) => void response.writeHead(200, { 'content-type': type }).end('{"data":['),
      'the body is not JSON: ',
    ],
    [
      'an error of another shape',
      (_, response) => json(response, 503, { message: 'down' }),
      "required property 'errors'",
    ],
    [
      'a header of another type',
      (_, response) => json(response, 200, example('single-page'), { 'x-ratelimit-limit': 'none' }),
      'X-RateLimit-Limit must be a whole number, not none',
    ],
  ])('is handed on, listed, and ends the proxy with 1: %s', async (_, respond, problem) => {
    const { origin } = await installation(respond);
    const direct = await send(origin, { path: runs });
    const { url, end } = await startProxy(origin);
    const response = await send(url, { path: runs, headers: { authorization } });
    expect({ status: response.status, body: response.body }).toEqual({ status: direct.status, body: direct.body });
    const { code, stderr } = await end();
    expect(code).toBe(1);
    expect(stderr).toContain(`1 responses are not as documented:\n  GET ${runs} ${direct.status}: `);
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain('secret');
  });

  test('is in the report and in annotations for GitHub', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'report.json');
    const { origin } = await installation(spoiled(({ data }) => (data[0].id = 1)));
    const { url, end } = await startProxy(origin, ['--report', file], { GITHUB_ACTIONS: 'true' });
    for (const path of [`${runs}?q=50%25`, '/api/v2/ping']) await send(url, { path, headers: { authorization } });
    const { code, stderr } = await end();
    expect(code).toBe(1);
    expect(stderr).toContain(
      `\n::error title=responses are not as documented::GET ${runs}?q=50%2525 200: /data/0/id must be string\n`,
    );
    const problems = [{ detail: '/data/0/id must be string', source: { pointer: '/data/0/id' } }];
    const findings = [{ method: 'GET', url: `${runs}?q=50%25`, status: 200, problems }];
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ requests: 2, findings, omitted: 0 });
  });
});

test('a command gets the address of the proxy, its own token, and 1 instead of 0', async () => {
  const { origin, requests } = await installation((_, response) => json(response, 200, {}));
  const script = `
    fetch(process.env.TFE_ADDRESS + '${runs}', { headers: { authorization: 'Bearer ' + process.env.TFE_TOKEN } })
      .then(() => process.exit(Number(process.argv[1])));`;
  const codes = ['0', '7'].map(async (code) => {
    const command = ['--', process.execPath, '-e', script, code];
    return (await runMock(['--proxy', origin, ...command], { TFE_TOKEN: 'my-own' }).ended).code;
  });
  expect(await Promise.all(codes)).toEqual([1, 7]);
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer my-own', 'Bearer my-own']);
});

describe('a force-cancel', () => {
  const post = {
    method: 'POST',
    path: cancel,
    headers: { authorization, 'content-type': type },
    body: '{"comment":"x"}',
  };

  test('does not reach the installation', async () => {
    const { origin, requests } = await installation(singlePage);
    const { url } = await startProxy(origin);
    const response = await send(url, post);
    expect(response).toMatchObject({ status: 405, body: expect.stringContaining('--allow-force-cancel') });
    expect(requests).toEqual([]);
  });

  test('reaches it once with --allow-force-cancel, and is checked', async () => {
    const bodies: string[] = [];
    const { origin, requests } = await installation(async (request, response) => {
      bodies.push((await request.toArray()).join(''));
      json(response, 200, example('canceled-run'));
    });
    const { url, end } = await startProxy(origin, ['--allow-force-cancel']);
    expect((await send(url, post)).status).toBe(200);
    expect(bodies).toEqual(['{"comment":"x"}']);
    expect(requests[0]?.headers['content-type']).toBe(type);
    expect((await end()).code).toBe(0);
  });

  test.each([
    ['of another path', { path: '/api/v2/runs/run-1/actions/cancel' }, 405],
    ['of a path that URLs read in another way', { path: `${runs}/a\\..\\..\\b/actions/force-cancel` }, 405],
    ['by another method', { method: 'PUT' }, 405],
    ['with a body that is too long', { body: 'x'.repeat(1024 * 1024 + 1) }, 413],
  ])('does not reach it %s, whatever is allowed', async (_, change, status) => {
    const { origin, requests } = await installation(singlePage);
    const { url } = await startProxy(origin, ['--allow-force-cancel']);
    expect((await send(url, { ...post, ...change })).status).toBe(status);
    expect(requests).toEqual([]);
  });
});

describe('the token goes to no other origin', () => {
  test('when the installation redirects', async () => {
    const other = await installation(singlePage);
    const { origin } = await installation(
      (_, response) => void response.writeHead(302, { location: other.origin }).end(),
    );
    const { url, end } = await startProxy(origin);
    const response = await send(url, { path: runs, headers: { authorization } });
    expect(response).toMatchObject({ status: 502, body: expect.stringContaining(`redirects to ${other.origin}`) });
    expect(response.headers).not.toHaveProperty('location');
    expect(other.requests).toEqual([]);
    expect((await end()).code).toBe(1);
  });

  test.each([
    ['https://archive.example/object/a-secret?key=a-secret', 'https://archive.example'],
    ['https://a-secret:a-secret@archive.example/', 'https://archive.example'],
    ['//archive.example/object/a-secret', 'http://archive.example'],
    ['/object/a-secret', 'http://127.0.0.1:'],
  ])('and the key in a redirect to %s is not reported', async (location, reported) => {
    using folder = temporaryFolder();
    const report = join(folder.path, 'report.json');
    const { origin } = await installation((_, response) => void response.writeHead(302, { location }).end());
    const { url, end } = await startProxy(origin, ['--verbose', '--report', report]);
    const { body } = await send(url, { path: '/api/v2/configuration-versions/cv-1/download' });
    const { stderr } = await end();
    for (const text of [body, stderr, readFileSync(report, 'utf8')]) {
      expect(text).toContain(`redirects to ${reported}`);
      expect(text).not.toContain('a-secret');
    }
  });

  test.each(['@HOST/', '//HOST/', 'http://HOST/', '/\\HOST/', '.HOST/'])(
    'when the target of the request is %s',
    async (target) => {
      const other = await installation(singlePage);
      const { origin } = await installation((_, response) => void response.writeHead(204).end());
      const { url } = await startProxy(origin);
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      const host = new URL(other.origin).host;
      socket.end(
        `GET ${target.replace('HOST', host)} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nConnection: close\r\n\r\n`,
      );
      await once(socket.resume(), 'close');
      expect(other.requests).toEqual([]);
    },
  );
});

test('an installation that does not respond gets 502, with the reason', async () => {
  const { url, end } = await startProxy(`http://127.0.0.1:${await freePort()}`);
  const response = await send(url, { path: runs, headers: { authorization } });
  expect(response).toMatchObject({ status: 502, body: expect.stringContaining('ECONNREFUSED') });
  expect((await end()).code).toBe(1);
});

test('a response without an end gets 502', async () => {
  const { origin } = await installation(
    (_, response) => void Readable.from(repeat(Buffer.alloc(1024 * 1024))).pipe(response),
  );
  const { url, end } = await startProxy(origin);
  const response = await send(url, { path: runs, headers: { authorization } });
  expect(response).toMatchObject({ status: 502, body: expect.stringContaining('is longer than 67108864 bytes') });
  expect((await end()).code).toBe(1);
});

test.each([
  ['no address', 'tfe'],
  ['not encrypted', 'http://tfe.example.com'],
  ['with a password', 'https://me:top-secret@tfe.example.com'],
  ['with a password and no scheme', 'me:top-secret@tfe.example.com'],
  ['with a path', 'https://tfe.example.com/api'],
])('an address is refused: %s', async (_, address) => {
  const { code, stderr } = await runMock(['--proxy', address]).ended;
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'tfe-admin-runs-mock: --proxy must be like https://tfe.example.com, encrypted and without a user, a path or a query\n',
  });
});

test.each([
  [['--allow-force-cancel'], '--allow-force-cancel needs --proxy'],
  [['--strict', '--proxy', 'https://tfe.example.com'], '--strict is about the mock, which --proxy replaces'],
])('%j is refused', async (args, message) => {
  expect(await runMock(args).ended).toMatchObject({ code: 2, stderr: `tfe-admin-runs-mock: ${message}\n` });
});
