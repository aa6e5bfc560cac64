import { type RunStatus, runStatuses } from '@tfe-admin-runs/types';
import leven from 'leven';

/** How many edits are allowed, as a part of the status's length. */
const tolerance = 1 / 3;

/**
 * Returns the known status that was probably meant by a mistyped one, or undefined if none is similar.
 *
 * @example
 * suggestStatus('planing') // 'planning'
 */
export function suggestStatus(text: string): RunStatus | undefined {
  const word = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  let best: RunStatus | undefined;
  let bestDistance = Infinity;
  for (const status of runStatuses) {
    const distance = leven(word, status);
    if (distance <= status.length * tolerance && distance < bestDistance) {
      best = status;
      bestDistance = distance;
    }
  }
  return best;
}
