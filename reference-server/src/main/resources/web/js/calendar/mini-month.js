/* A small month to jump by. A grid in which the arrow keys move by day and week. */
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { asUtc, dateOf, plusDays } from '../time/wall.js';
import { wallAt } from '../time/zones.js';
import { dayText, monthText, weekdayName } from '../time/format.js';

const WEEKS = 6;
const STEP = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export function miniMonth(app, onPick) {
  const label = h('h2', { class: 'mini-title', 'aria-live': 'polite' });
  const body = h('tbody');
  const head = h('tr');
  for (let i = 0; i < 7; i++) {
    const day = (app.weekStart + i) % 7;
    head.append(
      h(
        'th',
        { scope: 'col', abbr: weekdayName(app.formatTag, day, 'long') },
        weekdayName(app.formatTag, day, 'narrow'),
      ),
    );
  }
  const table = h('table', { class: 'mini-grid', role: 'grid' }, h('thead', {}, head), body);
  let month = '';
  let range = { from: '', to: '' };
  let focused = '';

  function draw(takeFocus = false) {
    const first = `${month}-01`;
    const back = (asUtc(first).getUTCDay() - app.weekStart + 7) % 7;
    const today = dateOf(wallAt(new Date(), app.zone));
    label.textContent = monthText(app.formatTag, first);
    table.setAttribute('aria-label', label.textContent);
    let day = plusDays(first, -back);
    const rows = [];
    for (let week = 0; week < WEEKS; week++) {
      const cells = [];
      for (let i = 0; i < 7; i++, day = plusDays(day, 1)) {
        cells.push(cell(day, today));
      }
      rows.push(h('tr', {}, cells));
    }
    body.replaceChildren(...rows);
    if (takeFocus) {
      body.querySelector(`[data-day="${focused}"]`)?.focus();
    }
  }

  function cell(day, today) {
    const shown = day >= range.from && day < range.to;
    return h(
      'td',
      { class: shown ? 'in-range' : null, 'aria-selected': String(shown) },
      h(
        'button',
        {
          type: 'button',
          class: day.startsWith(month) ? null : 'outside',
          tabindex: day === focused ? 0 : -1,
          'aria-label': dayText(app.formatTag, day),
          'aria-current': day === today ? 'date' : null,
          data: { day },
          on: { click: () => onPick(day) },
        },
        String(Number(day.slice(8))),
      ),
    );
  }

  table.addEventListener('keydown', (event) => {
    const step = STEP[event.key];
    if (!step) {
      return;
    }
    event.preventDefault();
    focused = plusDays(event.target.dataset.day ?? focused, step);
    month = focused.slice(0, 7);
    draw(true);
  });

  const turn = (direction) => {
    const at = asUtc(`${month}-01`);
    at.setUTCMonth(at.getUTCMonth() + direction);
    month = at.toISOString().slice(0, 7);
    focused = `${month}-01`;
    draw();
  };
  const arrow = (name, key, direction) =>
    h(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': app.text(key),
        on: { click: () => turn(direction) },
      },
      icon(name),
    );

  return {
    element: h(
      'div',
      { class: 'mini' },
      h(
        'div',
        { class: 'mini-head' },
        label,
        arrow('left', 'mini.previous', -1),
        arrow('right', 'mini.next', 1),
      ),
      table,
    ),
    /** Shows the month of `date` with `{from, to}` marked. */
    show(date, shownRange) {
      month = date.slice(0, 7);
      focused = date;
      range = shownRange;
      draw();
    },
  };
}
