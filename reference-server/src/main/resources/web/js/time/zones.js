/* Between instants and wall-clock times, with the browser's own time zone data. */
import { asUtc, fromUtc } from './wall.js';

const formats = new Map();

function formatOf(zone) {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** What clocks in `zone` show at an instant. */
export function wallAt(instant, zone) {
  const part = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) {
    part[type] = value;
  }
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
}

/**
 * The instant at which clocks in `zone` show `wall`; the earlier one where they show it twice, and
 * where they skip it the one that the offset before the gap gives, as RFC 5545, 3.3.5 says.
 */
export function instantAt(wall, zone) {
  const target = asUtc(wall).getTime();
  const offsetAt = (ms) => asUtc(wallAt(new Date(ms), zone)).getTime() - ms;
  const before = target - offsetAt(target - 86_400_000);
  const after = target - offsetAt(target + 86_400_000);
  const fits = [before, after].filter((ms) => ms + offsetAt(ms) === target);
  return new Date(fits.length ? Math.min(...fits) : before);
}

/** Carries a wall time from one zone to another. */
export function convert(wall, from, to) {
  return from === to ? wall : wallAt(instantAt(wall, from), to);
}

export const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export function isZone(zone) {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The names to choose from, `first` among them whatever the browser thinks of it. */
export function zoneNames(first) {
  const names = Intl.supportedValuesOf ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set([first, ...names, 'UTC'].filter(Boolean))];
}

/** An RFC 3339 instant or a wall time, as the wall time that `zone` shows. */
export const wallOfInstant = (text, zone) => wallAt(new Date(text), zone);

/** The text of an instant as iCalendar writes it: `20260302T083000Z`. */
export const compactUtc = (instant) => `${fromUtc(instant).replace(/[-:]/g, '')}Z`;
