import { expect, test } from 'vitest';
import { failure, responseOf, stubbedClient } from './testing/stub.ts';

test.each(['https://elsewhere.example.com', 'https://tfe.example.com.evil.example'])(
  'a call of `api` to %s gets no token, and is not sent',
  async (baseUrl) => {
    const { client, requests } = stubbedClient([responseOf('single-page')]);
    const error = await failure(client.api.GET('/api/v2/admin/runs', { baseUrl }));
    expect(error).toMatchObject({ name: 'TypeError', message: 'the token is for https://tfe.example.com only' });
    expect(requests).toEqual([]);
  },
);
