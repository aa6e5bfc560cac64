import { printable } from '@tfe-admin-runs/command';
import type { Session } from '../session.ts';

/** A line on the terminal that says how far a bulk has come. */
export interface Progress {
  show: (done: number, run: string) => void;
  clear: () => void;
}

const width = 20;

/** Shows progress on stderr, if that is a terminal. */
export function createProgress(total: number, { host, isQuiet }: Session): Progress {
  if (!host.stderr.isTTY || isQuiet) return { show() {}, clear() {} };
  return {
    show(done, run) {
      const filled = Math.floor((done / total) * width);
      const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
      host.stderr.write(`\r\x1b[K${bar} ${done} of ${total}  ${printable(run)}`);
    },
    clear() {
      host.stderr.write('\r\x1b[K');
    },
  };
}
