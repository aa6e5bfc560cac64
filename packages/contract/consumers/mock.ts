import { type Mock, type MockOptions, type RecordedRequest, startMock } from '@tfe-admin-runs/mock';

const lines: string[] = [];
const options: MockOptions = { log: (line) => lines.push(line) };
await using mock: Mock = await startMock(options);
for (const prefer of ['dynamic=false', 'dynamic=true'])
  await fetch(`${mock.url}/api/v2/admin/runs`, { headers: { authorization: 'Bearer any', prefer } });
const [first]: RecordedRequest[] = mock.requests;
console.log(lines.join(' | '), first?.headers.authorization);
