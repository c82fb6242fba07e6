/*
 * The text of a recurrence rule, to and from what the editor's fields can show. Nothing here expands
 * a rule: which dates it gives is for the server to say. A rule that the fields cannot show stays as
 * its own text (`freq: 'CUSTOM'`), so that opening and saving an event never simplifies it.
 */
import { daysBetween, dateOf, asUtc, plusDays } from '../time/wall.js';
import { compactUtc, instantAt } from '../time/zones.js';

export const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

const weekday = (date) => asUtc(dateOf(date)).getUTCDay();
const isRule = (line) => /^RRULE[:;]/i.test(line);

/** What the fields show for an event that does not repeat. */
export function noRepeat(startDate) {
  return {
    freq: 'NONE',
    interval: 1,
    days: [DAYS[weekday(startDate)]],
    monthlyBy: 'day',
    end: 'never',
    until: plusDays(dateOf(startDate), 90),
    count: 10,
    lines: [],
  };
}

/** Reads the lines of an event's `recurrence`; `zone` is the zone of its start, or null. */
export function readRepeat(lines, startDate, zone) {
  const repeat = noRepeat(startDate);
  if (!lines?.length) {
    return repeat;
  }
  repeat.lines = [...lines];
  const rules = lines.filter(isRule);
  const custom = { ...repeat, freq: 'CUSTOM' };
  if (rules.length !== 1) {
    return custom;
  }
  const part = partsOf(rules[0]);
  const { FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, WKST, ...others } = part;
  if (Object.keys(others).length || !['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(FREQ)) {
    return custom;
  }
  repeat.freq = FREQ;
  repeat.interval = Number(INTERVAL ?? 1);
  if (COUNT) {
    repeat.end = 'count';
    repeat.count = Number(COUNT);
  } else if (UNTIL) {
    repeat.end = 'until';
    repeat.until = untilDate(UNTIL, zone);
  }
  const day = Number(dateOf(startDate).slice(8));
  const month = Number(dateOf(startDate).slice(5, 7));
  const sameDay = !BYMONTHDAY || Number(BYMONTHDAY) === day;
  const sameMonth = !BYMONTH || Number(BYMONTH) === month;
  switch (FREQ) {
    case 'DAILY':
      return BYDAY || BYMONTHDAY || BYMONTH ? custom : repeat;
    case 'WEEKLY': {
      const days = BYDAY ? BYDAY.split(',') : repeat.days;
      if (BYMONTHDAY || BYMONTH || !days.every((d) => DAYS.includes(d))) {
        return custom;
      }
      return { ...repeat, days };
    }
    case 'MONTHLY':
      if (BYMONTH || !sameDay) {
        return custom;
      }
      if (BYDAY) {
        return monthlyChoices(startDate).includes(BYDAY) && !BYMONTHDAY
          ? { ...repeat, monthlyBy: BYDAY }
          : custom;
      }
      return repeat;
    default:
      return BYDAY || !sameDay || !sameMonth ? custom : repeat;
  }
}

/** The lines for an event that starts at `startDate`; EXDATE and RDATE lines are kept. */
export function writeRepeat(repeat, startDate, start, weekStart) {
  if (repeat.freq === 'NONE') {
    return [];
  }
  if (repeat.freq === 'CUSTOM') {
    return repeat.lines;
  }
  const parts = [`FREQ=${repeat.freq}`];
  if (repeat.interval > 1) {
    parts.push(`INTERVAL=${repeat.interval}`);
  }
  if (repeat.freq === 'WEEKLY') {
    const own = DAYS[weekday(startDate)];
    if (repeat.days.length > 1 || repeat.days[0] !== own) {
      parts.push(`BYDAY=${DAYS.filter((d) => repeat.days.includes(d)).join(',')}`);
    }
    if (repeat.interval > 1 && weekStart !== 1) {
      parts.push(`WKST=${DAYS[weekStart]}`);
    }
  }
  if (repeat.freq === 'MONTHLY' && repeat.monthlyBy !== 'day') {
    parts.push(`BYDAY=${repeat.monthlyBy}`);
  }
  if (repeat.end === 'count') {
    parts.push(`COUNT=${repeat.count}`);
  } else if (repeat.end === 'until') {
    parts.push(`UNTIL=${untilText(repeat.until, start)}`);
  }
  return [`RRULE:${parts.join(';')}`, ...repeat.lines.filter((line) => !isRule(line))];
}

/** The ways to say "monthly" for a date: by its day, as its nth weekday, and as the last one. */
export function monthlyChoices(date) {
  const name = DAYS[weekday(date)];
  const day = Number(dateOf(date).slice(8));
  const choices = ['day'];
  if (day <= 28) {
    choices.push(`${Math.ceil(day / 7)}${name}`);
  }
  if (plusDays(dateOf(date), 7).slice(5, 7) !== dateOf(date).slice(5, 7)) {
    choices.push(`-1${name}`);
  }
  return choices;
}

/**
 * The lines after the series has moved from one day to another, or null where the rule names its
 * days in a way that has no obvious counterpart; then the person decides in the editor.
 */
export function shiftRepeat(lines, fromWall, toWall) {
  const days = daysBetween(fromWall, toWall);
  if (days === 0 || !lines?.some(isRule)) {
    return lines ?? [];
  }
  const shifted = lines.map((line) => (isRule(line) ? shiftRule(line, days, toWall) : line));
  return shifted.includes(null) ? null : shifted;
}

/**
 * Whether a move of a later part changes a rule that counts: how many of the count are left is for
 * the server to say, which it can only where the rule stays as it is.
 */
export function losesCount(lines, fromWall, toWall) {
  const shifted = shiftRepeat(lines, fromWall, toWall);
  const counts = (lines ?? []).some((line) => isRule(line) && /[:;]COUNT=/i.test(line));
  return counts && shifted?.join() !== lines.join();
}

function shiftRule(line, days, toWall) {
  const part = partsOf(line);
  const named = Object.keys(part).filter((key) => key.startsWith('BY'));
  if (named.length === 0) {
    return line;
  }
  if (part.FREQ === 'WEEKLY' && named.join() === 'BYDAY') {
    const old = part.BYDAY.split(',');
    if (!old.every((d) => DAYS.includes(d))) {
      return null;
    }
    const moved = old.map((d) => DAYS[(((DAYS.indexOf(d) + days) % 7) + 7) % 7]);
    return line.replace(/BYDAY=[^;]*/i, `BYDAY=${moved.join(',')}`);
  }
  if (part.FREQ === 'MONTHLY' && named.join() === 'BYMONTHDAY' && /^\d+$/.test(part.BYMONTHDAY)) {
    return line.replace(/BYMONTHDAY=[^;]*/i, `BYMONTHDAY=${Number(dateOf(toWall).slice(8))}`);
  }
  if (part.FREQ === 'MONTHLY' && named.join() === 'BYDAY' && /^[1-4-]\d?[A-Z]{2}$/.test(part.BYDAY)) {
    const choices = monthlyChoices(toWall);
    const choice = part.BYDAY.startsWith('-1') ? choices.find((c) => c.startsWith('-1')) : choices[1];
    return choice ? line.replace(/BYDAY=[^;]*/i, `BYDAY=${choice}`) : null;
  }
  return null;
}

function partsOf(line) {
  const text = line.slice(line.indexOf(':') + 1).toUpperCase();
  return Object.fromEntries(text.split(';').filter(Boolean).map((p) => p.split('=')));
}

function untilDate(until, zone) {
  const date = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
  if (!until.endsWith('Z') || !zone) {
    return date;
  }
  const time = until.slice(9);
  const instant = new Date(`${date}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}Z`);
  const local = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(instant);
  return local.slice(0, 10);
}

/* UNTIL is of the same kind as the start, and UTC where the start has a zone (RFC 5545, 3.3.10). */
function untilText(date, start) {
  if (start.date !== undefined) {
    return date.replaceAll('-', '');
  }
  const lastSecond = `${date}T23:59:59`;
  return start.timeZone
    ? compactUtc(instantAt(lastSecond, start.timeZone))
    : lastSecond.replace(/[-:]/g, '');
}
