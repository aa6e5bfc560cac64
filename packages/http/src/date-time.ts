const pattern =
  /^(\d{4}-\d\d-\d\d)t([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d+))?(?:z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

const day = 86_400_000;

/** Milliseconds since 1970, rounded down and rounded up. */
export interface Instant {
  floor: number;
  ceiling: number;
}

/** Reads an RFC 3339 date and time; undefined if the text is not one. */
export function parseDateTime(text: string): Instant | undefined {
  const [, date, hour, minute, second, fraction = ''] = pattern.exec(text) ?? [];
  if (date === undefined || !isDate(date)) return undefined;
  // JavaScript does not know leap seconds. A leap second is the last second of a day in UTC.
  const isLeapSecond = second === '60';
  const offset = /[+-]\d\d:\d\d$/.exec(text)?.[0] ?? 'Z';
  const wholeSeconds = Date.parse(`${date}T${hour}:${minute}:${isLeapSecond ? '59' : second}${offset}`);
  if (isLeapSecond && wholeSeconds % day !== day - 1000) return undefined;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const floor = wholeSeconds + (isLeapSecond ? 1000 : 0) + milliseconds;
  const isExact = /^0*$/.test(fraction.slice(3));
  return { floor, ceiling: isExact ? floor : floor + 1 };
}

/** Whether the day exists: JavaScript reads February 30 as March 2. */
function isDate(date: string): boolean {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
}

/** The string formats of the document, as Ajv takes them. */
export const formats = { 'date-time': (text: string) => parseDateTime(text) !== undefined };

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const latestDay = { number: Number.NaN, date: '' };

/** `2026-01-14T08:02:11`. Formatted here because a listing has hundreds of times, and `toISOString` is slow. */
function formatWithoutOffset(at: number): string {
  const seconds = Math.floor(at / 1000);
  const dayNumber = Math.floor(seconds / 86_400);
  if (dayNumber !== latestDay.number) {
    latestDay.number = dayNumber;
    latestDay.date = new Date(dayNumber * day).toISOString().slice(0, -'T00:00:00.000Z'.length);
  }
  const secondOfDay = seconds - dayNumber * 86_400;
  const hour = twoDigits[Math.floor(secondOfDay / 3600)];
  const minute = twoDigits[Math.floor(secondOfDay / 60) % 60];
  return `${latestDay.date}T${hour}:${minute}:${twoDigits[secondOfDay % 60]}`;
}

/** `2026-01-14T08:02:11+00:00`, as listings write the status timestamps of a run. */
export function formatSeconds(at: number): string {
  return `${formatWithoutOffset(at)}+00:00`;
}

/** `2026-01-14T08:02:10.914Z`, the same as `toISOString`. */
export function formatMilliseconds(at: number): string {
  const milliseconds = String(at - Math.floor(at / 1000) * 1000).padStart(3, '0');
  return `${formatWithoutOffset(at)}.${milliseconds}Z`;
}
