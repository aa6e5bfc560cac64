import { writeSync } from 'node:fs';

/** The signals that ask a program to stop. */
export type StopSignal = 'SIGINT' | 'SIGTERM';
const stopSignals: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

/** Sets what these signals do, instead of what `bin/` made them do while the program was loading. */
export function onStopSignals(handle: (signal: StopSignal) => void): void {
  for (const signal of stopSignals) replaceListeners(signal, () => handle(signal));
}

/** Sets what a signal does. There is a listener all the time: a signal that has just arrived would be lost without. */
export function replaceListeners(signal: NodeJS.Signals, listener: () => void): void {
  const former = process.listeners(signal);
  process.on(signal, listener);
  for (const each of former) process.off(signal, each);
}

/** Lets the program go on when the reader of its output or its log goes away: Node would end it at the next line. */
export function ignoreClosedOutputs(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

/** Ends the program without an error when the reader of its output has read enough, as `head` does. */
export function endWhenOutputCloses(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
}

/** Writes a message that is not lost when the process ends right after it. */
export function writeError(message: string): void {
  try {
    writeSync(process.stderr.fd, `${message}\n`);
  } catch {
    // Nobody reads it.
  }
}
