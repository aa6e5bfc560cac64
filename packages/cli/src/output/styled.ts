import { styleText } from 'node:util';
import type { Output } from '../host.ts';

/** Colors a text, if the output is a terminal that wants it; `NO_COLOR` and `FORCE_COLOR` decide. */
export function styled(style: Parameters<typeof styleText>[0], text: string, output: Output): string {
  return styleText(style, text, { stream: output });
}
