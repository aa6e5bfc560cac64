/** A bar that fills while runs are seeded; undefined where nobody watches. */
export function createProgress(total: number, stream: NodeJS.WriteStream = process.stderr) {
  if (!stream.isTTY || total === 0) return undefined;
  return (runs: number) => {
    const done = Math.round((runs / total) * 30);
    const bar = '█'.repeat(done) + '░'.repeat(30 - done);
    stream.write(`\rseeding ${bar} ${runs.toLocaleString('en')} of ${total.toLocaleString('en')} runs`);
    if (runs >= total) stream.write('\n');
  };
}
