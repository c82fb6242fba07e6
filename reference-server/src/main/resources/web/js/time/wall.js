/*
 * Wall-clock times as text: `2026-03-02T09:30:00`, and dates: `2026-03-02`. They have no zone; the
 * arithmetic is the calendar's own, done as if in UTC, where every day has 24 hours.
 */

const DAY_MS = 86_400_000;

export const dateOf = (wall) => wall.slice(0, 10);
export const timeOf = (wall) => (wall.length > 10 ? wall.slice(11, 16) : '00:00');

/** The wall time as a Date whose UTC fields are its fields. */
export function asUtc(wall) {
  return new Date(wall.length === 10 ? `${wall}T00:00:00Z` : `${wall.replace(/Z$/, '')}Z`);
}

/** The wall time that the UTC fields of a Date spell. */
export const fromUtc = (date) => date.toISOString().slice(0, 19);

/** Milliseconds from one wall time to another. */
export const between = (from, to) => asUtc(to) - asUtc(from);

/** Keeps the kind: a date stays a date. */
export function plusMs(wall, ms) {
  const moved = fromUtc(new Date(asUtc(wall).getTime() + ms));
  return wall.length === 10 ? dateOf(moved) : moved;
}

export const plusDays = (wall, days) => plusMs(wall, days * DAY_MS);

/** Whole days from one date to another. */
export const daysBetween = (from, to) => Math.round(between(dateOf(from), dateOf(to)) / DAY_MS);

/** An ISO 8601 duration in milliseconds, with a day of 24 hours; NaN for what is not one. */
export function durationMs(text) {
  const m = /^([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!m) {
    return NaN;
  }
  const [, sign, w = 0, d = 0, hours = 0, minutes = 0, s = 0] = m;
  const ms = (w * 7 + +d) * DAY_MS + (hours * 3600 + minutes * 60 + +s) * 1000;
  return sign === '-' ? -ms : ms;
}
