import {
  DataError,
  InvalidArgument,
  InvalidOption,
  type NewRun,
  type RecordedRequest,
  type Run,
  type Server,
  type ServerOptions,
  startServer,
} from '@tfe-admin-runs/server';

const options: ServerOptions = { seed: 'empty' };
await using server: Server = await startServer(options);
const input: NewRun = { status: 'planning', age: 3600 };
const run: Run = await server.createRun(input);
await fetch(`${server.url}/api/v2/admin/runs`, { headers: { authorization: `Bearer ${server.adminToken}` } });
const requests: readonly RecordedRequest[] = server.requests;
console.log(run.attributes.status, requests[0]?.status, [DataError, InvalidArgument, InvalidOption].length);
