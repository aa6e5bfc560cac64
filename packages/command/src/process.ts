import { writeSync } from 'node:fs';

/** The signals that ask a program to stop. */
export type StopSignal = 'SIGINT' | 'SIGTERM';
const stopSignals: readonly StopSignal[] = ['SIGINT', 'SIGTERM'];

/** Handles these signals, in place of the handlers that `bin/` installs while the program loads. */
export function onStopSignals(handle: (signal: StopSignal) => void): void {
  for (const signal of stopSignals) replaceListeners(signal, () => handle(signal));
}

/** Replaces the handler of a signal. Without a listener for a moment, a signal that has just arrived would be lost. */
export function replaceListeners(signal: NodeJS.Signals, listener: () => void): void {
  const former = process.listeners(signal);
  process.on(signal, listener);
  for (const each of former) process.off(signal, each);
}

/** Keeps the program running when the reader of its output or its log closes: Node would end it at the next line. */
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
    // Its reader has closed.
  }
}
