import { Option } from '@commander-js/extra-typings';
import { statusGroups } from '@tfe-admin-runs/types';
import { readCount, readFields, readGroups, readStatuses, readThreshold, readTime } from './options.ts';

// Options that several commands have.

export function qOption() {
  return new Option(
    '--q <text>',
    'part of the name of a workspace or organization, of its e-mail address or of a repository',
  );
}

export function fromOption() {
  return new Option('--from <time>', 'created then or later: RFC 3339, or 2h, 3d ago').argParser(readTime);
}

export function toOption() {
  return new Option('--to <time>', 'created then or earlier').argParser(readTime);
}

export function statusOption() {
  return new Option('--status <statuses>', 'in one of these statuses, separated by commas').argParser(readStatuses);
}

export function groupOption() {
  const groups = Object.keys(statusGroups).join(', ');
  return new Option('--group <groups>', `in a status of these groups: ${groups}`).argParser(readGroups);
}

export function thresholdOption() {
  return new Option(
    '--threshold <status=duration>',
    'when a status is too long: 2h for planning, applying and assessing, 30m for others; repeatable',
  ).argParser(readThreshold);
}

export function limitOption() {
  return new Option('--limit <number>', 'show at most as many').argParser(readCount).default(30);
}

export function allOption() {
  return new Option('--all', 'show all');
}

export function fieldsOption(fields: readonly string[]) {
  return new Option('--json [fields]', 'print a JSON array, of all fields or of these').argParser(readFields(fields));
}
