/* A notification in words: `{title, message}`. A kind without words of its own is still shown. */
import { momentText, dayText } from '../time/format.js';
import { wallIn } from '../time/event-time.js';

export function notificationWords(app, item) {
  const { kind, data = {} } = item;
  const { title, start: firstStart } = app.subjects.of(item);
  /* A reminder says which occurrence; an all-day one by its date. */
  const start = (data.occurrence?.length === 10 ? data.occurrence : data.starts) ?? firstStart;
  const calendarName = app.calendars.byId(data.calendarId)?.name;
  const channel = data.channel && app.textOr(`channel.${data.channel}`, data.channel);
  const parts =
    data.imported === undefined
      ? [title, start ? whenOf(app, start) : calendarName, channel, data.cause, data.device]
      : [app.text('kind.importCounts', data), calendarName];
  return {
    title: app.textOr(`kind.${kind}`, readable(kind)),
    message: parts.filter(Boolean).join(' · ') || (data.eventId ? app.text('event') : ''),
  };
}

function whenOf(app, start) {
  try {
    const wall = wallIn(start, app.zone);
    return wall.length === 10 ? dayText(app.formatTag, wall) : momentText(app.formatTag, wall);
  } catch {
    return '';
  }
}

/* `event.created` and `EVENT_CREATED` alike become "Event created". */
function readable(kind) {
  const words = String(kind).replace(/[._-]+/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
