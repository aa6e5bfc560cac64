const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const units: Record<string, number> = { s: second, m: minute, h: hour, d: day };

/** Milliseconds of a duration such as `90s`, `30m`, `2h`, `3d` or `1h30m`. Undefined if it is not one. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d{1,6}[smhd])+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+)([smhd])/g);
  return [...parts].reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit] as number), 0);
}

/** The two largest units of a duration: `9h 13m`, `3d`, `42s`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'unknown';
  if (milliseconds < second) return '0s';
  if (milliseconds < minute) return join(milliseconds, second, 's');
  if (milliseconds < hour) return join(milliseconds, minute, 'm', second, 's');
  if (milliseconds < day) return join(milliseconds, hour, 'h', minute, 'm');
  return join(milliseconds, day, 'd', hour, 'h');
}

function join(milliseconds: number, large: number, largeUnit: string, small = 0, smallUnit = ''): string {
  const whole = `${Math.floor(milliseconds / large)}${largeUnit}`;
  const rest = small && Math.floor((milliseconds % large) / small);
  return rest > 0 ? `${whole} ${rest}${smallUnit}` : whole;
}
