/* What an event is, and what can be done with it; moving it by buttons needs no pointer. */
import { Problem } from '../app/http.js';
import { confirmDialog, openDialog } from '../ui/dialog.js';
import { h, tint } from '../ui/dom.js';
import { describe } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { whenText } from '../time/format.js';
import { isAllDay, ownWall } from '../time/event-time.js';
import { deleteEvent, isSeries } from './change.js';
import { editDialog } from './editor-dialog.js';
import { moveOccurrence, timesMovedBy } from './move.js';

const DAY_MIN = 24 * 60;
const STEPS = [
  [-DAY_MIN, 'move.dayEarlier'],
  [-30, 'move.halfHourEarlier'],
  [30, 'move.halfHourLater'],
  [DAY_MIN, 'move.dayLater'],
];

/** Shows an occurrence; answers whether anything was changed. */
export async function showOccurrence(app, occurrence) {
  let loaded;
  try {
    loaded = await app.api.event(occurrence.calendarId, occurrence.eventId);
  } catch (trouble) {
    const gone = trouble instanceof Problem && trouble.status === 404;
    app.toasts.show({ message: gone ? app.text('event.gone') : describe(app, trouble), tone: 'error' });
    return gone;
  }
  const choice = await details(app, occurrence, loaded);
  switch (choice?.action) {
    case 'edit':
      return (await editDialog(app, loaded, occurrence)) !== null;
    case 'delete':
      return remove(app, occurrence, loaded);
    case 'move':
      return moveOccurrence(app, occurrence, timesMovedBy(occurrence, choice.minutes));
    default:
      return false;
  }
}

function details(app, occurrence, { event }) {
  const t = app.text;
  const writable = app.calendars.mayWrite(occurrence.calendarId);
  return openDialog(app, {
    title: occurrence.title || t('event.untitled'),
    kind: 'dialog-details',
    build: (close) =>
      h(
        'div',
        { class: 'dialog-body' },
        facts(app, occurrence, event),
        writable ? moveRow(app, occurrence, close) : null,
        writable
          ? h(
              'footer',
              { class: 'dialog-foot' },
              h(
                'button',
                {
                  type: 'button',
                  class: 'button button-danger-quiet',
                  on: { click: () => close({ action: 'delete' }) },
                },
                icon('trash'),
                t('delete'),
              ),
              h(
                'button',
                {
                  type: 'button',
                  class: 'button button-primary',
                  autofocus: true,
                  on: { click: () => close({ action: 'edit' }) },
                },
                icon('edit'),
                t('edit'),
              ),
            )
          : null,
      ),
  });
}

function facts(app, occurrence, event) {
  const zone = occurrence.start.timeZone;
  const calendar = app.calendars.byId(occurrence.calendarId);
  const when = whenText(app.formatTag, occurrence.start, occurrence.end, app.zone);
  const there =
    zone && zone !== app.zone
      ? whenText(app.formatTag, floating(occurrence.start), floating(occurrence.end), app.zone)
      : null;
  const fact = (name, ...content) => h('div', { class: 'fact' }, name, h('div', {}, content));
  const tags = occurrence.tags ?? event.tags ?? [];
  return h(
    'div',
    { class: 'facts' },
    h('p', { class: 'fact-when' }, when),
    there ? h('p', { class: 'muted' }, app.text('event.there', { when: there, zone })) : null,
    zone === null && !isAllDay(occurrence.start)
      ? h('p', { class: 'muted' }, app.text('event.floating'))
      : null,
    calendar
      ? fact(tint(h('span', { class: 'swatch' }), app.calendars.color(calendar.id)), calendar.name)
      : null,
    isSeries(event) ? fact(icon('repeat'), app.text('event.repeats')) : null,
    event.location ? fact(icon('pin'), event.location) : null,
    tags.length
      ? fact(icon('tag'), tags.map((tag) => h('span', { class: 'chip' }, tag)))
      : null,
    event.description ? fact(icon('text'), h('p', { class: 'prose' }, event.description)) : null,
  );
}

const floating = (time) => ({ dateTime: ownWall(time), timeZone: null });

function moveRow(app, occurrence, close) {
  const steps = isAllDay(occurrence.start)
    ? STEPS.filter(([minutes]) => Math.abs(minutes) === DAY_MIN)
    : STEPS;
  return h(
    'div',
    { class: 'move-row', role: 'group', 'aria-label': app.text('move.label') },
    h('span', { class: 'muted' }, app.text('move.label')),
    steps.map(([minutes, key]) =>
      h(
        'button',
        {
          type: 'button',
          class: 'button button-small',
          on: { click: () => close({ action: 'move', minutes }) },
        },
        app.text(key),
      ),
    ),
  );
}

async function restore(app, event) {
  try {
    await app.api.restoreEvent(event);
    app.toasts.show({ message: app.text('event.restored', { title: event.title }), tone: 'good' });
  } catch (trouble) {
    app.toasts.show({ message: describe(app, trouble), tone: 'error' });
  }
  app.refresh();
}

async function remove(app, occurrence, loaded) {
  try {
    const done = await deleteEvent(app, {
      loaded,
      occurrence,
      confirm: () =>
        confirmDialog(app, {
          title: app.text('event.deleteTitle'),
          message: app.text('event.deleteMessage', { title: occurrence.title || app.text('event.untitled') }),
          action: app.text('delete'),
        }),
    });
    if (done) {
      app.toasts.show({
        message: app.text('event.deleted', { title: occurrence.title }),
        action: done.whole ? { label: app.text('undo'), run: () => restore(app, loaded.event) } : null,
      });
    }
    return done !== null;
  } catch (trouble) {
    const stale = trouble instanceof Problem && trouble.status === 412;
    app.toasts.show({
      message: stale ? app.text('event.stale') : describe(app, trouble),
      tone: 'error',
    });
    return stale;
  }
}
