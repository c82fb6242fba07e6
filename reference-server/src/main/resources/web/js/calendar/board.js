/*
 * The month, week, day and agenda views, on FullCalendar. It is told to work in UTC and is fed the wall
 * times of the zone that is displayed: so the page can show any zone, and a dragged event lands on
 * exactly the wall time under the pointer. Occurrences come from the server; none are computed here.
 */
import { adoptStyles } from './board-styles.js';
import { describe } from '../ui/form.js';
import { announce } from '../ui/toasts.js';
import { h, tint } from '../ui/dom.js';
import { asUtc, dateOf, fromUtc, plusDays } from '../time/wall.js';
import { instantAt, wallAt } from '../time/zones.js';
import { isAllDay, wallIn } from '../time/event-time.js';
import { dayText, usesTwelveHours } from '../time/format.js';

adoptStyles();

export const VIEWS = { month: 'dayGridMonth', week: 'timeGridWeek', day: 'timeGridDay', agenda: 'agenda' };

const AGENDA_DAYS = 30;

const viewNameOf = (type) => Object.keys(VIEWS).find((name) => VIEWS[name] === type);

/**
 * Makes the board in `element`. `on` has `select({start, end, allDay})`, `open(occurrence)`,
 * `move(occurrence, {allDay, startWall, endWall})` answering whether it moved, and `moved(view, date)`
 * when another range is shown.
 */
export function createBoard(app, element, { view, date, on }) {
  const twelve = usesTwelveHours(app.formatTag);
  const clock = { hour: 'numeric', minute: '2-digit', omitZeroMinute: twelve, meridiem: 'short' };
  let fetched = null;
  let shown = '';
  let dragging = false;
  const calendar = new FullCalendar.Calendar(element, {
    initialView: VIEWS[view] ?? VIEWS.week,
    initialDate: date,
    views: {
      timeGridWeek: { dayHeaderFormat: { weekday: 'short', day: 'numeric' } },
      agenda: {
        type: 'list',
        duration: { days: AGENDA_DAYS },
        listDayFormat: { weekday: 'long', day: 'numeric', month: 'long' },
        listDaySideFormat: false,
      },
    },
    eventTimeFormat: clock,
    slotLabelFormat: clock,
    timeZone: 'UTC',
    now: () => wallAt(new Date(), app.zone),
    locale: {
      code: app.formatTag,
      week: { dow: app.weekStart, doy: app.weekStart === 1 ? 4 : 1 },
      allDayText: app.text('event.allDay'),
      noEventsText: app.text('board.noEvents'),
      moreLinkText: (n) => app.text('board.more', { n }),
      moreLinkHint: (n) => app.text('board.more', { n }),
      closeHint: app.text('close'),
      eventHint: app.text('event'),
      timeHint: app.text('board.time'),
      navLinkHint: (day) => app.text('board.goTo', { day }),
    },
    firstDay: app.weekStart,
    headerToolbar: false,
    height: '100%',
    expandRows: true,
    nowIndicator: true,
    navLinks: true,
    navLinkDayClick: (day) => changeView('day', fromUtc(day).slice(0, 10)),
    dayMaxEvents: true,
    scrollTime: '07:30:00',
    /* With slots longer than the snap, an event taken by its first quarter lands one snap late. */
    slotDuration: '00:15:00',
    slotLabelInterval: '01:00:00',
    forceEventDuration: true,
    defaultTimedEventDuration: '01:00',
    selectable: true,
    selectMirror: true,
    unselectAuto: true,
    selectMinDistance: 4,
    longPressDelay: 450,
    editable: true,
    eventResizableFromStart: true,
    eventInteractive: true,
    eventDisplay: 'block',
    events: load,
    select: (range) => {
      calendar.unselect();
      on.select(wallRange(range));
    },
    dateClick: (click) => {
      const start = fromUtc(click.date);
      const minutes = 60;
      on.select(
        click.allDay
          ? { allDay: true, start: dateOf(start), end: plusDays(dateOf(start), 1) }
          : {
              allDay: false,
              start,
              end: fromUtc(new Date(click.date.getTime() + minutes * 60_000)),
            },
      );
    },
    eventClick: (click) => {
      click.jsEvent.preventDefault();
      if (!click.event.extendedProps.occurrence.busy) {
        on.open(click.event.extendedProps.occurrence);
      }
    },
    eventDragStart: () => (dragging = true),
    eventDragStop: () => (dragging = false),
    eventResizeStart: () => (dragging = true),
    eventResizeStop: () => (dragging = false),
    eventDrop: moved,
    eventResize: moved,
    eventDidMount: dress,
    moreLinkDidMount: ({ el }) => el.setAttribute('role', 'button'),
    datesSet: () => {
      on.moved(currentView(), currentDate(), calendar.view.title);
      announce(app.text('board.showing', { title: calendar.view.title }));
    },
  });
  calendar.render();

  /* Asks the server what a range holds; `text` is there to see whether anything has changed. */
  async function fetchRange(start, end) {
    /* A floating event belongs to its calendar's zone, which may be a day away from the one shown. */
    const from = instantAt(plusDays(fromUtc(start), -1), app.zone);
    const to = instantAt(plusDays(fromUtc(end), 1), app.zone);
    const found = await app.api.occurrences(from, to);
    app.subjects.learn(found.filter((o) => !o.busy));
    const events = found.filter((o) => app.calendars.isShown(o.calendarId)).map(toEvent);
    return { events, text: JSON.stringify([start, end, events]) };
  }

  async function load({ start, end }, good) {
    try {
      const range = fetched ?? (await fetchRange(start, end));
      fetched = null;
      shown = range.text;
      good(range.events);
    } catch (trouble) {
      shown = '';
      good([]);
      tell(trouble);
    }
  }

  /*
   * Elements are made anew when events are set, so nothing is set that is there already: a focus or
   * a drag survives every refresh that brings no news. With `anyway` a dropped event is redrawn even
   * when the server holds what it held before.
   */
  async function refresh(anyway = false) {
    const { activeStart, activeEnd } = calendar.view;
    try {
      const range = await fetchRange(activeStart, activeEnd);
      if (dragging || calendar.view.activeStart.getTime() !== activeStart.getTime()) {
        return;
      }
      if (anyway || range.text !== shown) {
        const focused = document.activeElement?.closest('.fc-event')?.dataset.key;
        fetched = range;
        calendar.refetchEvents();
        requestAnimationFrame(() => focus(focused));
      }
    } catch (trouble) {
      tell(trouble);
    }
  }

  /* Focuses the event that was, or what has become of it. */
  function focus(key) {
    if (key && (document.activeElement === document.body || !document.activeElement)) {
      const same = [...element.querySelectorAll('.fc-event')];
      const eventId = key.split(' ')[0];
      (
        same.find((el) => el.dataset.key === key) ??
        same.find((el) => el.dataset.key?.startsWith(`${eventId} `))
      )?.focus();
    }
  }

  function tell(trouble) {
    if (app.session.signedIn) {
      app.toasts.show({ message: describe(app, trouble), tone: 'error' });
    }
  }

  function toEvent(occurrence) {
    const allDay = isAllDay(occurrence.start);
    const start = wallIn(occurrence.start, app.zone);
    const end = wallIn(occurrence.end, app.zone);
    return {
      id: occurrence.busy
        ? `${occurrence.calendarId} ${occurrence.startInstant} ${occurrence.endInstant}`
        : `${occurrence.eventId} ${occurrence.occurrence}`,
      title: occurrence.busy
        ? app.text('event.busy')
        : occurrence.title || app.text('event.untitled'),
      start,
      end: end > start ? end : undefined,
      allDay,
      editable: app.calendars.mayWrite(occurrence.calendarId),
      extendedProps: { occurrence },
    };
  }

  function dress({ el, event, timeText, view: mountedView }) {
    const { occurrence } = event.extendedProps;
    if (!occurrence) {
      return;
    }
    el.dataset.key = event.id;
    el.classList.toggle('is-tentative', occurrence.status === 'tentative');
    el.classList.toggle('is-cancelled', occurrence.status === 'cancelled');
    el.classList.toggle('is-free', occurrence.transparency === 'transparent');
    el.classList.toggle('is-busy', occurrence.busy === true);
    tint(el, app.calendars.color(occurrence.calendarId));
    const day = dayText(app.formatTag, wallIn(occurrence.start, app.zone));
    const calendarName = app.calendars.byId(occurrence.calendarId)?.name;
    const rest = [day, calendarName].filter(Boolean).join(', ');
    if (mountedView.type !== VIEWS.agenda) {
      el.setAttribute('role', occurrence.busy ? 'group' : 'button');
      el.append(h('span', { class: 'visually-hidden' }, `, ${rest}`));
      el.title = [timeText, event.title, rest].filter(Boolean).join(', ');
    }
  }

  async function moved(info) {
    const { occurrence } = info.event.extendedProps;
    const done = await on.move(occurrence, {
      allDay: info.event.allDay,
      startWall: fromUtc(info.event.start),
      endWall: info.event.end ? fromUtc(info.event.end) : null,
    });
    if (!done) {
      info.revert();
    }
    refresh(true);
  }

  function wallRange({ start, end, allDay }) {
    const from = fromUtc(start);
    const until = fromUtc(end);
    return allDay
      ? { allDay, start: dateOf(from), end: dateOf(until) }
      : { allDay, start: from, end: until };
  }

  function currentView() {
    return viewNameOf(calendar.view.type);
  }

  function currentDate() {
    return fromUtc(calendar.getDate()).slice(0, 10);
  }

  function changeView(name, day) {
    calendar.changeView(VIEWS[name], day);
  }

  return {
    show: changeView,
    goTo: (day) => calendar.gotoDate(day),
    today: () => calendar.today(),
    next: () => calendar.next(),
    previous: () => calendar.prev(),
    refresh,
    focus,
    resize: () => calendar.updateSize(),
    title: () => calendar.view.title,
    view: currentView,
    date: currentDate,
    /** The dates that are shown: `{from, to}`, `to` exclusive. */
    range: () => ({
      from: dateOf(fromUtc(calendar.view.currentStart)),
      to: dateOf(fromUtc(calendar.view.currentEnd)),
    }),
    isAt: (day) => asUtc(day) >= calendar.view.currentStart && asUtc(day) < calendar.view.currentEnd,
    destroy: () => calendar.destroy(),
  };
}
