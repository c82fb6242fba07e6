/* Between an event as the API writes it and the flat values that the editor's fields hold. */
import { endOf, isAllDay, ownWall } from '../time/event-time.js';
import { between, dateOf, plusDays, plusMs, timeOf } from '../time/wall.js';
import { readRepeat, shiftRepeat, writeRepeat } from './repeat-rule.js';

/**
 * The values to show. `times` ({start, end}) are those of the occurrence that was clicked; without
 * them the event's own are taken.
 */
export function valuesOf(event, times) {
  const start = times?.start ?? event.start;
  const end = times?.end ?? endOf(event);
  const allDay = isAllDay(start);
  const zone = allDay ? null : start.timeZone;
  const endDate = dateOf(ownWall(end));
  return {
    title: event.title ?? '',
    calendarId: event.calendarId,
    allDay,
    startDate: dateOf(ownWall(start)),
    startTime: allDay ? '09:00' : timeOf(ownWall(start)),
    endDate: allDay ? plusDays(endDate, -1) : endDate,
    endTime: allDay ? '10:00' : timeOf(ownWall(end)),
    timeZone: zone ?? '',
    repeat: readRepeat(event.recurrence, ownWall(event.start), zone),
    location: event.location ?? '',
    description: event.description ?? '',
    tags: (event.tags ?? []).join(', '),
    transparency: event.transparency ?? 'opaque',
  };
}

/** `{start, end}` as the API writes them. */
export function timesOf(values) {
  if (values.allDay) {
    return {
      start: { date: values.startDate },
      end: { date: plusDays(values.endDate, 1) },
    };
  }
  const timeZone = values.timeZone || null;
  return {
    start: { dateTime: `${values.startDate}T${values.startTime}:00`, timeZone },
    end: { dateTime: `${values.endDate}T${values.endTime}:00`, timeZone },
  };
}

export const tagsOf = (values) =>
  [...new Set(values.tags.split(',').map((tag) => tag.trim()).filter(Boolean))];

/** A new event's body. */
export function eventOf(values, weekStart) {
  const times = timesOf(values);
  const recurrence = writeRepeat(values.repeat, values.startDate, times.start, weekStart);
  const tags = tagsOf(values);
  return {
    title: values.title.trim(),
    ...times,
    ...(recurrence.length ? { recurrence } : {}),
    ...(values.location.trim() ? { location: values.location.trim() } : {}),
    ...(values.description.trim() ? { description: values.description.trim() } : {}),
    ...(tags.length ? { tags } : {}),
    ...(values.transparency === 'transparent' ? { transparency: 'transparent' } : {}),
  };
}

/**
 * The merge patch that turns what was shown into what is wanted: only what the person changed, so
 * that another's change of another field survives. For the whole of a series the times move by as
 * much as the shown occurrence moved.
 */
export function patchOf(before, after, event, scope, weekStart) {
  const patch = {};
  const text = (name) => {
    const value = after[name].trim();
    if (value !== before[name].trim()) {
      patch[name] = value || null;
    }
  };
  text('title');
  text('location');
  text('description');
  if (patch.title === null) {
    patch.title = '';
  }
  if (after.tags !== before.tags) {
    patch.tags = tagsOf(after);
  }
  if (after.transparency !== before.transparency) {
    patch.transparency = after.transparency;
  }
  if (after.calendarId !== before.calendarId) {
    patch.calendarId = after.calendarId;
  }
  const old = timesOf(before);
  let times = timesOf(after);
  const moved = !same(old, times);
  if (moved) {
    times = scope === 'all' ? shiftSeries(event, old, times) : times;
    Object.assign(patch, times);
    if (event.duration) {
      patch.duration = null;
    }
  }
  const first = scope === 'all' || !scope ? (moved ? times.start : event.start) : timesOf(after).start;
  const firstDate = dateOf(ownWall(first));
  const startKind = timesOf(after).start;
  const wanted = writeRepeat(after.repeat, firstDate, startKind, weekStart);
  if (!same(after.repeat, before.repeat)) {
    if (!same(wanted, event.recurrence ?? [])) {
      patch.recurrence = wanted.length ? wanted : null;
    }
  } else if (moved && scope && scope !== 'this') {
    const shifted = shiftRepeat(event.recurrence, ownWall(old.start), ownWall(timesOf(after).start));
    if (shifted && !same(shifted, event.recurrence)) {
      patch.recurrence = shifted;
    }
  }
  return patch;
}

/** The series' own times after one of its occurrences went from `from` to `to`. */
export function shiftSeries(event, from, to) {
  const by = between(ownWall(from.start), ownWall(to.start));
  const length = between(ownWall(to.start), ownWall(to.end));
  const start = shift(event.start, by, to.start);
  const end = isAllDay(to.start)
    ? { date: plusMs(start.date, length) }
    : { dateTime: plusMs(start.dateTime, length), timeZone: to.end.timeZone };
  return { start, end };
}

function shift(start, by, like) {
  if (isAllDay(like)) {
    return { date: plusMs(dateOf(ownWall(start)), by - (by % 86_400_000)) };
  }
  const wall = isAllDay(start) ? `${start.date}T00:00:00` : start.dateTime;
  return { dateTime: plusMs(wall, by), timeZone: like.timeZone };
}

/**
 * What to show after the event was changed elsewhere while it was being edited: the person's
 * changes, and for everything else the event as it is now.
 */
export function merge(before, edited, current) {
  const merged = {};
  for (const name of Object.keys(current)) {
    merged[name] = same(edited[name], before[name]) ? current[name] : edited[name];
  }
  return merged;
}

export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
