/* Times in words, in the reader's language. Wall times are formatted as UTC, which changes nothing. */
import { asUtc, dateOf, plusDays } from './wall.js';
import { isAllDay, wallIn } from './event-time.js';

const cache = new Map();

function formatter(language, options) {
  const key = language + JSON.stringify(options);
  if (!cache.has(key)) {
    cache.set(key, new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }));
  }
  return cache.get(key);
}

const DAY = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' };
const CLOCK = { hour: 'numeric', minute: '2-digit' };

export const dayText = (language, wall) => formatter(language, DAY).format(asUtc(dateOf(wall)));
export const clockText = (language, wall) => formatter(language, CLOCK).format(asUtc(wall));
export const momentText = (language, wall) =>
  formatter(language, { ...DAY, ...CLOCK }).format(asUtc(wall));

/** Whether clocks are read with AM and PM. */
export const usesTwelveHours = (language) =>
  formatter(language, { hour: 'numeric' }).resolvedOptions().hour12 === true;

/** When something is: `Mon, 2 Mar 2026, 9:30 – 10:00 AM`. Starts and ends as the API writes them. */
export function whenText(language, start, end, zone) {
  const from = wallIn(start, zone);
  const until = wallIn(end, zone);
  if (isAllDay(start) || from.length === 10) {
    const last = plusDays(dateOf(until), -1);
    return last > dateOf(from)
      ? formatter(language, DAY).formatRange(asUtc(dateOf(from)), asUtc(last))
      : dayText(language, from);
  }
  return formatter(language, { ...DAY, ...CLOCK }).formatRange(asUtc(from), asUtc(until));
}

/** The weekday's name for a number from 0, Sunday, to 6. */
export function weekdayName(language, day, width = 'short') {
  return formatter(language, { weekday: width }).format(new Date(Date.UTC(2023, 0, 1 + day)));
}

export function monthDayText(language, wall) {
  return formatter(language, { day: 'numeric', month: 'long' }).format(asUtc(dateOf(wall)));
}

export function monthText(language, wall) {
  return formatter(language, { month: 'long', year: 'numeric' }).format(asUtc(dateOf(wall)));
}

/** How long ago, coarsely: now, 5 min., 2 hr., or the day. */
export function agoText(language, instant, now = new Date()) {
  const minutes = Math.round((instant - now) / 60_000);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  if (minutes > -1) {
    return relative.format(0, 'second');
  }
  if (minutes > -60) {
    return relative.format(minutes, 'minute');
  }
  if (minutes > -24 * 60) {
    return relative.format(Math.round(minutes / 60), 'hour');
  }
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }).format(instant);
}

const SUNDAY_REGIONS = new Set(
  'AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW'.split(' '),
);
const SATURDAY_REGIONS = new Set('AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY'.split(' '));

/** The first day of the week, 0 for Sunday, where the language tag's region begins it. */
export function firstDayOfWeek(languageTag) {
  const locale = new Intl.Locale(languageTag);
  const info = locale.getWeekInfo?.() ?? locale.weekInfo;
  if (info) {
    return info.firstDay % 7;
  }
  const region = locale.maximize().region;
  return SUNDAY_REGIONS.has(region) ? 0 : SATURDAY_REGIONS.has(region) ? 6 : 1;
}
