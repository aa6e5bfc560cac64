import { InvalidArgumentError } from '@commander-js/extra-typings';
import { suggestStatus } from '@tfe-admin-runs/client';
import { isRunStatus, type RunStatus, runStatuses, type StatusGroup, statusGroups } from '@tfe-admin-runs/types';
import { parseDuration } from './duration.ts';

// Readers of option values. Commander prefixes what they throw with the option and the value.

/** A list of statuses, separated by commas; the option can be repeated. */
export function readStatuses(text: string, previous: readonly RunStatus[] = []): RunStatus[] {
  return [...previous, ...splitList(text).map(readStatus)];
}

function readStatus(text: string): RunStatus {
  if (isRunStatus(text)) return text;
  const meant = suggestStatus(text);
  const hint = meant ? `Did you mean ${meant}?` : `The statuses are ${runStatuses.join(', ')}.`;
  throw new InvalidArgumentError(`There is no status ${text}. ${hint}`);
}

/** A list of groups of statuses, as the statuses in them. */
export function readGroups(text: string, previous: readonly RunStatus[] = []): RunStatus[] {
  return [...previous, ...splitList(text).flatMap(readGroup)];
}

function readGroup(text: string): readonly RunStatus[] {
  if (Object.hasOwn(statusGroups, text)) return statusGroups[text as StatusGroup];
  throw new InvalidArgumentError(`The groups are ${Object.keys(statusGroups).join(', ')}.`);
}

/** Milliseconds. */
export function readDuration(text: string): number {
  const duration = parseDuration(text);
  if (duration !== undefined) return duration;
  throw new InvalidArgumentError('It must be a duration like 90s, 30m, 2h or 3d.');
}

const minInterval = 1000;
const maxInterval = 24 * 3_600_000;

/** Milliseconds between two requests of `watch`. */
export function readInterval(text: string): number {
  const interval = readDuration(text);
  if (interval >= minInterval && interval <= maxInterval) return interval;
  throw new InvalidArgumentError('It must be from 1s to 1d.');
}

/** A time: RFC 3339, or how long ago it is. */
export type Time = { ago: number } | { at: string };

const rfc3339 = /^\d{4}-\d\d-\d\dt\d\d:\d\d:\d\d(\.\d+)?(z|[+-]\d\d:\d\d)$/i;

export function readTime(text: string): Time {
  const ago = parseDuration(text);
  if (ago !== undefined) return { ago };
  if (rfc3339.test(text) && !Number.isNaN(Date.parse(text))) return { at: text };
  throw new InvalidArgumentError('It must be a time like 2026-01-14T08:00:00Z, or how long ago it was, like 2h or 3d.');
}

export function readCount(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1 to 9999999.');
}

export type Thresholds = ReadonlyMap<RunStatus, number>;

/** `planning=1h`; the option can be repeated. */
export function readThreshold(text: string, previous: Thresholds = new Map()): Thresholds {
  const [name = '', duration = '', ...rest] = text.split('=');
  if (rest.length > 0 || duration === '') throw new InvalidArgumentError('It must be like planning=1h.');
  const status = readStatus(name);
  if (!(statusGroups.running as readonly string[]).includes(status))
    throw new InvalidArgumentError(`Only a run at work can be stuck: ${statusGroups.running.join(', ')}.`);
  return new Map([...previous, [status, readDuration(duration)]]);
}

/** The fields of `--json`, of which there must be one at least. */
export function readFields(known: readonly string[]) {
  return (text: string): string[] => {
    const fields = splitList(text);
    const unknown = fields.find((field) => !known.includes(field));
    if (unknown === undefined) return fields;
    throw new InvalidArgumentError(
      `There is no field ${unknown}. The fields are ${known.join(', ')}. For all of them, write --json last.`,
    );
  };
}

function splitList(text: string): string[] {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length > 0) return items;
  throw new InvalidArgumentError('It is empty.');
}
