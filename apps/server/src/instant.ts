const pattern =
  /^(\d{4}-\d\d-\d\d)t([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d+))?(?:z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/** An RFC 3339 date and time as milliseconds since 1970, rounded down and rounded up; undefined if it is none. */
export function readInstant(text: string): { floor: number; ceiling: number } | undefined {
  const [, date, hour, minute, second, fraction = ''] = pattern.exec(text) ?? [];
  if (date === undefined) return undefined;
  // The parser takes February 30 for March 2.
  const day = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(date)) return undefined;
  // A leap second is the last of a day in UTC, and JavaScript knows of none.
  const leap = second === '60';
  const offset = /[+-]\d\d:\d\d$/.exec(text)?.[0] ?? 'Z';
  const seconds = Date.parse(`${date}T${hour}:${minute}:${leap ? '59' : second}${offset}`);
  if (leap && seconds % 86_400_000 !== 86_399_000) return undefined;
  const floor = seconds + (leap ? 1000 : 0) + Number(fraction.slice(0, 3).padEnd(3, '0'));
  return { floor, ceiling: /[1-9]/.test(fraction.slice(3)) ? floor + 1 : floor };
}

/** The formats of the document, as its validators check them. */
export const formats = { 'date-time': (text: string) => readInstant(text) !== undefined };

const two = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
const lastDay = { number: Number.NaN, text: '' };

/** `2026-01-14T08:02:11`. Written here because listings are full of times, and `toISOString` is slow. */
function seconds(at: number): string {
  const all = Math.floor(at / 1000);
  const day = Math.floor(all / 86_400);
  if (day !== lastDay.number) {
    lastDay.number = day;
    lastDay.text = new Date(day * 86_400_000).toISOString().slice(0, -13);
  }
  const time = all - day * 86_400;
  return `${lastDay.text}${two[Math.floor(time / 3600)]}:${two[Math.floor(time / 60) % 60]}:${two[time % 60]}`;
}

/** `2026-01-14T08:02:11+00:00`, as listings write the times of a run's states. */
export function wholeSeconds(at: number): string {
  return `${seconds(at)}+00:00`;
}

/** `2026-01-14T08:02:10.914Z`, as `toISOString` has it. */
export function milliseconds(at: number): string {
  return `${seconds(at)}.${String(at - Math.floor(at / 1000) * 1000).padStart(3, '0')}Z`;
}
