// Links lead to the address where the client reached the server, and never to an address from an untrusted header.

import { assertDocumented, exchange, requestOf, runsPath } from '@tfe-admin-runs/testing/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Server, startServer } from '../src/index.ts';

let plain: Server;
let trusting: Server;
let ran = 0;

beforeAll(async () => {
  [plain, trusting] = (await Promise.all([false, true].map((trustProxy) => startServer({ trustProxy })))) as [
    Server,
    Server,
  ];
});
afterAll(async () => {
  await plain.close();
  await trusting.close();
  console.log(`proxy: ${ran} requests`);
});

/** The status, and the origins of the links of a list. */
async function list(server: Server, ...headers: string[]) {
  ran += 1;
  const lines = [`GET ${runsPath}?page[size]=2&page[number]=2 HTTP/1.1`, `Authorization: Bearer ${server.adminToken}`];
  const [response] = await exchange(server.url, requestOf([...lines, ...headers]));
  if (!response) return expect.fail('no response');
  const body = assertDocumented('GET', runsPath, response);
  const links: string[] = Object.values(body.links ?? {});
  const origins = new Set(links.map((link) => new URL(link).origin));
  expect(origins.size).toBe(response.status === 200 ? 1 : 0);
  return [response.status, ...origins];
}

const forwarded = ['X-Forwarded-Proto: https', 'X-Forwarded-Host: tfe.example.com'];

test('links lead to the Host of the request', async () => {
  expect(await list(plain, 'Host: tfe.local:8080')).toEqual([200, 'http://tfe.local:8080']);
  expect(await list(plain, 'Host: [::1]:9')).toEqual([200, 'http://[::1]:9']);
});

test('the headers of a proxy are used only if they are trusted', async () => {
  expect(await list(plain, 'Host: inner', ...forwarded)).toEqual([200, 'http://inner']);
  expect(await list(trusting, 'Host: inner', ...forwarded)).toEqual([200, 'https://tfe.example.com']);
});

test('the first of several proxies counts, and one of the headers may be absent', async () => {
  const several = ['X-Forwarded-Proto: https, http', 'X-Forwarded-Host: a.example, b.example'];
  expect(await list(trusting, 'Host: inner', ...several)).toEqual([200, 'https://a.example']);
  expect(await list(trusting, 'Host: inner', 'X-Forwarded-Proto: https')).toEqual([200, 'https://inner']);
  expect(await list(trusting, 'Host: inner', 'X-Forwarded-Host: a.example:8443')).toEqual([
    200,
    'http://a.example:8443',
  ]);
});

test.each([
  ['evil.example/path?', 'javascript'],
  ['user@evil.example', 'ftp'],
  ['evil.example"><script>', ''],
  ['', 'https\u00e4'],
  ['a b', 'http, https'],
])('a forwarded host %j and protocol %j that are none change nothing', async (host, protocol) => {
  const headers = [`X-Forwarded-Host: ${host}`, `X-Forwarded-Proto: ${protocol}`];
  expect(await list(trusting, 'Host: inner', ...headers)).toEqual([200, 'http://inner']);
});

test.each([
  'Host: evil.example/path',
  'Host: user@evil.example',
  'Host: a b',
  'Host: "',
  'Host: evil.example#',
  'Host: evil.example\\',
  'Host: a:99999999',
  'Host: \u00e4',
  'Host:',
  'X: y',
])('a request with the header %j is rejected', async (host) => {
  expect(await list(plain, host)).toEqual([400]);
  expect(await list(trusting, host)).toEqual([400]);
});

test('two hosts are rejected: a proxy in between may have taken the other', async () => {
  expect(await list(plain, 'Host: first', 'Host: second')).toEqual([400]);
});
