import { startMock } from '@tfe-admin-runs/mock';
import { loadRounds, loadRow } from './load.ts';
import { type Row, timeRounds, timeRow } from './measure.ts';
import { measureRounds, prismMock, prismMockSilent } from './process.ts';

function mock(port: string): string[] {
  return ['packages/mock/bin/tfe-admin-runs-mock.js', '--port', port];
}
const rounds = 5;
const headers = { Authorization: 'Bearer a-token' };
const list = '/api/v2/admin/runs?filter%5Bstatus%5D=planning&page%5Bsize%5D=20';

/** The mock against the Prism command on the same document. */
export async function benchMock(): Promise<Row[]> {
  const commands = { ours: mock, prism: prismMock, silent: prismMockSilent };
  const programs = { commands, path: list, headers };
  const times = await measureRounds(rounds, programs, async ({ startTime }) => startTime);
  const startRow = (name: string, peer: number[]) =>
    timeRow(`mock, process start to first response, against ${name}`, times.ours, peer, 1);
  const rates = await loadRounds(commands, list, headers);
  return [
    startRow('prism mock', times.prism),
    startRow('prism mock -v silent', times.silent),
    await startAgain(times.ours),
    loadRow('mock under load, against prism mock', rates.ours, rates.prism, { sense: '>=', value: 1 }),
    loadRow('mock under load, against prism mock -v silent', rates.ours, rates.silent, { sense: '>=', value: 1 }),
  ];
}

async function startAgain(first: number[]): Promise<Row> {
  await (await startMock()).close();
  const { second } = await timeRounds(rounds, 1, {
    second: async () => {
      const mock = await startMock();
      await fetch(mock.url + list, { headers });
      await mock.close();
    },
  });
  return timeRow('second startMock() to first response, against a process', second, first, 0.1);
}
