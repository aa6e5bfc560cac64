/** Creates a progress bar for seeding; undefined if the stream is not a terminal. */
export function createProgress(total: number, stream: NodeJS.WriteStream = process.stderr) {
  if (!stream.isTTY || total === 0) return undefined;
  const width = 30;
  return (runs: number) => {
    const filled = Math.round((runs / total) * width);
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
    stream.write(`\rseeding ${bar} ${runs.toLocaleString('en')} of ${total.toLocaleString('en')} runs`);
    if (runs >= total) stream.write('\n');
  };
}
