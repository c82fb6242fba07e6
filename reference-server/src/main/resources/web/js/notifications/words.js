/* A notification in words: `{title, message}`. A kind without words of its own is still shown. */
import { momentText, dayText } from '../time/format.js';
import { wallIn } from '../time/event-time.js';

export function notificationWords(app, { kind, data = {} }) {
  const calendar = data.calendarId ? app.calendars.byId(data.calendarId) : null;
  const calendarName = data.calendarName ?? data.name ?? calendar?.name ?? '';
  const subject = data.title || (String(kind).startsWith('calendar') ? calendarName : '');
  const start = data.start ? whenOf(app, data.start) : '';
  return {
    title: app.textOr(`kind.${kind}`, readable(kind)),
    message: [subject || app.text('event.untitled'), start || calendarName]
      .filter((part, index, parts) => part && parts.indexOf(part) === index)
      .join(' · '),
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
