import { compareCounts, repairCounts } from '../store/counters.ts';
import { flag, readOptions } from './command-line.ts';
import { failAboutData, openStored, storedOptions } from './stored.ts';
import { usage } from './usage.ts';

/** The installation's counters have an empty scope, those of a workspace its ID. */
const wholeInstallation = 'the installation';

/** Compares the counters with the runs. `--repair` corrects them. Exits with 1 if differences remain. */
export async function verify(args: string[]): Promise<void> {
  const { repair, help, ...location } = readOptions(args, { ...storedOptions, repair: flag });
  if (help) return console.log(usage);
  const stored = await openStored('verify', location, { isWritten: repair });
  const differences = await stored.read(compareCounts).catch(failAboutData);
  for (const { scope, status, counter, runs } of differences)
    console.log(`${scope || wholeInstallation}: ${runs} runs are ${status}, and the counter says ${counter}`);

  if (differences.length === 0) console.log('the counters agree with the runs');
  else if (repair) await stored.bulkWrite(repairCounts).catch(failAboutData);
  else process.exitCode = 1;
  await stored.close();
}
