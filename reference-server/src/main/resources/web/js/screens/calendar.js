/* The calendar screen: the bar, the sidebar and the board, and what happens between them. */
import { createBoard, VIEWS } from '../calendar/board.js';
import { createDialog, newValues } from '../calendar/editor-dialog.js';
import { showOccurrence } from '../calendar/details-dialog.js';
import { moveOccurrence, timesOnBoard } from '../calendar/move.js';
import { createSidebar } from '../calendar/sidebar.js';
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { dateOf, plusMs, timeOf } from '../time/wall.js';
import { wallIn } from '../time/event-time.js';
import { wallAt } from '../time/zones.js';

const NARROW = '(max-width: 639px)';
const LAST_VIEW = 'scheduling.view';
const REFRESH_DELAY_MS = 250;

export const calendarScreen = {
  id: 'calendar',
  title: 'calendar.title',

  /** `path` is what follows the screen's name in the address: `week/2026-03-02`. */
  mount(root, app, path) {
    const t = app.text;
    const narrow = matchMedia(NARROW);
    const [pathView, pathDate] = path;
    const remembered = localStorage.getItem(LAST_VIEW);
    const view = VIEWS[pathView] ? pathView : narrow.matches ? 'agenda' : (remembered ?? 'week');

    const title = h('h1', { class: 'board-title' });
    const views = h(
      'div',
      { class: 'segments', role: 'group', 'aria-label': t('board.views') },
      Object.keys(VIEWS).map((name) =>
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': 'false',
            data: { view: name },
            on: {
              click: () => {
                localStorage.setItem(LAST_VIEW, name);
                board.show(name);
              },
            },
          },
          t(`board.view.${name}`),
        ),
      ),
    );
    const step = (name, key, run) =>
      h(
        'button',
        { type: 'button', class: 'icon-button', 'aria-label': t(key), on: { click: run } },
        icon(name),
      );
    const bar = h(
      'div',
      { class: 'board-bar' },
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button drawer-button',
          'aria-label': t('calendars.title'),
          'aria-expanded': 'false',
          on: { click: () => drawer(!root.classList.contains('drawer-open')) },
        },
        icon('menu'),
      ),
      h(
        'button',
        { type: 'button', class: 'button', on: { click: () => board.today() } },
        t('board.today'),
      ),
      step('left', 'board.previous', () => board.previous()),
      step('right', 'board.next', () => board.next()),
      title,
      views,
    );
    const surface = h('div', { class: 'board' });
    const sidebar = createSidebar(app, {
      create: () => create(nextFreeHour()),
      goTo(date) {
        board.goTo(date);
        drawer(false);
      },
      changed: () => board.refresh(true),
    });
    const scrim = h('div', { class: 'scrim', on: { click: () => drawer(false) } });
    root.className = 'calendar-screen';
    root.append(
      sidebar.element,
      scrim,
      h('section', { class: 'board-area', 'aria-label': t('calendar.title') }, bar, surface),
      h(
        'button',
        {
          type: 'button',
          class: 'floating-create',
          'aria-label': t('editor.new'),
          on: { click: () => create(nextFreeHour()) },
        },
        icon('plus'),
      ),
    );

    const board = createBoard(app, surface, {
      view,
      date: /^\d{4}-\d\d-\d\d$/.test(pathDate ?? '') ? pathDate : dateOf(wallAt(new Date(), app.zone)),
      on: {
        select: create,
        async open(occurrence) {
          const changed = await showOccurrence(app, occurrence);
          if (changed) {
            await board.refresh();
          }
          requestAnimationFrame(() => board.focus(`${occurrence.eventId} ${occurrence.occurrence}`));
        },
        move: (occurrence, place) =>
          moveOccurrence(app, occurrence, timesOnBoard(app, occurrence, place)),
        moved(shownView, date, text) {
          title.textContent = text;
          for (const button of views.children) {
            button.setAttribute('aria-pressed', String(button.dataset.view === shownView));
          }
          app.setPath([shownView, date]);
          queueMicrotask(() => sidebar.showRange(board.date(), board.range()));
        },
      },
    });

    function drawer(open) {
      root.classList.toggle('drawer-open', open);
      bar.querySelector('.drawer-button').setAttribute('aria-expanded', String(open));
      if (open) {
        sidebar.element.querySelector('button').focus();
      }
    }

    function nextFreeHour() {
      const now = wallAt(new Date(), app.zone);
      const day = board.isAt(dateOf(now)) ? dateOf(now) : board.date();
      const hour = day === dateOf(now) ? Number(timeOf(now).slice(0, 2)) + 1 : 9;
      const start = plusMs(`${day}T00:00:00`, hour * 3_600_000);
      return { allDay: false, start, end: plusMs(start, 3_600_000) };
    }

    async function create(range) {
      drawer(false);
      if (app.calendars.writable().length === 0) {
        app.toasts.show({ message: t('calendars.none'), tone: 'error' });
        return;
      }
      const made = await createDialog(app, newValues(app, range));
      if (made) {
        const date = dateOf(wallIn(made.start, app.zone));
        app.toasts.show({
          message: t('event.created', { title: made.title || t('event.untitled') }),
          tone: 'good',
          action: board.isAt(date) ? null : { label: t('event.show'), run: () => board.goTo(date) },
        });
        board.refresh();
      }
    }

    let timer = 0;
    const refreshSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => board.refresh(), REFRESH_DELAY_MS);
    };
    const redraw = () => board.refresh(true);
    app.refresh = () => board.refresh();
    const escape = (event) => {
      if (event.key === 'Escape') {
        drawer(false);
      }
    };
    app.realtime.addEventListener('notification', refreshSoon);
    app.realtime.addEventListener('reset', refreshSoon);
    app.calendars.addEventListener('change', redraw);
    root.addEventListener('keydown', escape);
    const size = new ResizeObserver(() => board.resize());
    size.observe(surface);

    return {
      /** The address changed by hand or by the back button. */
      show([name, date]) {
        if (VIEWS[name] && (name !== board.view() || date !== board.date())) {
          board.show(name, date);
        }
      },
      unmount() {
        clearTimeout(timer);
        app.refresh = () => {};
        size.disconnect();
        app.realtime.removeEventListener('notification', refreshSoon);
        app.realtime.removeEventListener('reset', refreshSoon);
        app.calendars.removeEventListener('change', redraw);
        root.removeEventListener('keydown', escape);
        sidebar.destroy();
        board.destroy();
      },
    };
  },
};
