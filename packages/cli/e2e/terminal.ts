import { bin } from './command.ts';

// Optional: there is no binary for some platforms.
const pty = await import('@lydell/node-pty').catch(() => undefined);
export const hasTerminal = pty !== undefined;
if (!hasTerminal) console.warn('NOT TESTED in a terminal: @lydell/node-pty is not installed for this platform.');

export interface Terminal {
  /** Everything that was written, with its escape sequences. */
  written: () => string;
  /** Waits until this was written. */
  waitFor: (text: string | RegExp) => Promise<void>;
  type: (keys: string) => void;
  ended: Promise<number>;
}

/** Runs the command in a pseudo-terminal. */
export function openTerminal(args: string[], env: NodeJS.ProcessEnv, columns = 100): Terminal {
  if (!pty) throw new Error('There is no pseudo-terminal');
  const all = { ...process.env, ...env, TERM: 'xterm-256color' };
  const child = pty.spawn(process.execPath, [bin, ...args], { cols: columns, rows: 30, env: definedIn(all) });
  let written = '';
  const listeners = new Set<() => void>();
  child.onData((data) => {
    written += data;
    for (const listener of listeners) listener();
  });
  return {
    written: () => written,
    waitFor: (text) =>
      new Promise((resolve) => {
        function check() {
          const isThere = typeof text === 'string' ? written.includes(text) : text.test(written);
          if (!isThere) return;
          listeners.delete(check);
          resolve();
        }
        listeners.add(check);
        check();
      }),
    type: (keys) => child.write(keys),
    ended: new Promise((resolve) => {
      child.onExit(({ exitCode }) => resolve(exitCode));
    }),
  };
}

function definedIn(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
