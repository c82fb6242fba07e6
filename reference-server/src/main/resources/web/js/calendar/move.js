/*
 * Moves and resizes: by dragging, and by the keyboard through the details dialog. The board works in
 * the wall time of the zone that is displayed; the event keeps its own zone.
 */
import { Problem } from '../app/http.js';
import { describe } from '../ui/form.js';
import { isAllDay, ownWall } from '../time/event-time.js';
import { convert } from '../time/zones.js';
import { dateOf, between, plusDays, plusMs } from '../time/wall.js';
import { changeEvent } from './change.js';
import { shiftSeries } from './event-form.js';
import { losesCount, shiftRepeat } from './repeat-rule.js';

const HOUR_MS = 3_600_000;

/** The times of an occurrence that the board shows from `startWall` to `endWall` (or null) now. */
export function timesOnBoard(app, occurrence, { allDay, startWall, endWall }) {
  if (allDay) {
    const date = dateOf(startWall);
    return {
      start: { date },
      end: { date: endWall ? dateOf(endWall) : plusDays(date, 1) },
    };
  }
  const wasAllDay = isAllDay(occurrence.start);
  const timeZone = wasAllDay ? app.zone : occurrence.start.timeZone;
  const end = endWall ?? plusMs(startWall, HOUR_MS);
  if (!timeZone || timeZone === app.zone) {
    return {
      start: { dateTime: startWall, timeZone },
      end: { dateTime: end, timeZone },
    };
  }
  const start = convert(startWall, app.zone, timeZone);
  return {
    start: { dateTime: start, timeZone },
    end: { dateTime: plusMs(start, between(startWall, end)), timeZone },
  };
}

/** The times of an occurrence moved by a whole number of minutes, in its own zone. */
export function timesMovedBy(occurrence, minutes) {
  const moved = (time) =>
    isAllDay(time)
      ? { date: plusMs(time.date, minutes * 60_000) }
      : { dateTime: plusMs(time.dateTime, minutes * 60_000), timeZone: time.timeZone };
  return { start: moved(occurrence.start), end: moved(occurrence.end) };
}

/** Moves an occurrence and answers whether it moved; says what happened either way. */
export async function moveOccurrence(app, occurrence, times) {
  try {
    const loaded = await app.api.event(occurrence.calendarId, occurrence.eventId);
    const { event } = loaded;
    const recurrence = shiftRepeat(event.recurrence, ownWall(occurrence.start), ownWall(times.start));
    const counted = losesCount(event.recurrence, ownWall(occurrence.start), ownWall(times.start));
    const kindChanged = isAllDay(occurrence.start) !== isAllDay(times.start);
    const answer = await changeEvent(app, {
      loaded,
      occurrence,
      allowed: !recurrence || kindChanged ? ['this'] : counted ? ['this', 'all'] : undefined,
      patchFor: (kind) => {
        const own = kind === 'all' ? shiftSeries(event, occurrence, times) : times;
        const patch = { ...own, ...(event.duration ? { duration: null } : {}) };
        if (kind && kind !== 'this' && recurrence.join() !== (event.recurrence ?? []).join()) {
          patch.recurrence = recurrence;
        }
        return patch;
      },
    });
    if (!answer) {
      return false;
    }
    app.toasts.show({ message: app.text('event.moved', { title: occurrence.title }), tone: 'good' });
    return true;
  } catch (trouble) {
    const stale = trouble instanceof Problem && trouble.status === 412;
    app.toasts.show({
      message: stale ? app.text('event.stale') : describe(app, trouble),
      tone: 'error',
    });
    return false;
  }
}
