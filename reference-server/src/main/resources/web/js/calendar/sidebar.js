/* The list of calendars with their switches and menus, beside the small month. */
import { h, tint } from '../ui/dom.js';
import { describe } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { popover } from '../ui/popover.js';
import { calendarDialog } from './calendar-dialog.js';
import { miniMonth } from './mini-month.js';
import { shareDialog } from './share-dialog.js';
import { exportCalendar, importDialog } from './transfer-dialogs.js';

/** `on` has `create()`, `goTo(date)` and `changed()`, called when the calendars' content may differ. */
export function createSidebar(app, on) {
  const t = app.text;
  const mini = miniMonth(app, on.goTo);
  const list = h('ul', { class: 'calendar-list' });

  async function afterDialog(changed) {
    if (changed) {
      await app.calendars.load();
      on.changed();
    }
  }

  function row(calendar) {
    const shown = app.calendars.isShown(calendar.id);
    const box = h('input', {
      type: 'checkbox',
      checked: shown,
      on: { change: () => app.calendars.show(calendar.id, box.checked) },
    });
    const menuItem = (key, run) =>
      h(
        'button',
        {
          type: 'button',
          class: 'menu-item',
          on: {
            click: () => {
              menu.close();
              run();
            },
          },
        },
        t(key),
      );
    const owner = calendar.access === 'owner';
    const menu = popover(
      {
        class: 'icon-button row-menu',
        'aria-label': t('calendars.actions', { name: calendar.name }),
      },
      h('span', { class: 'dots', 'aria-hidden': 'true' }, '⋯'),
      { class: 'menu' },
      owner ? menuItem('calendars.edit', async () => afterDialog(await calendarDialog(app, calendar))) : null,
      owner ? menuItem('share.open', () => shareDialog(app, calendar)) : null,
      app.calendars.mayRead(calendar.id)
        ? menuItem('export.action', () => exportCalendar(app, calendar))
        : null,
      owner ? null : menuItem('share.leave', () => leave(calendar)),
    );
    menu.button.addEventListener('click', () => place(menu));
    return h(
      'li',
      {},
      tint(
        h('label', { class: 'calendar-row' }, box, h('span', {}, calendar.name, sharedBy(calendar))),
        app.calendars.color(calendar.id),
      ),
      menu.button,
      menu.panel,
    );
  }

  /* Who shares it, and what one may do with it. */
  function sharedBy({ owner, access }) {
    return owner
      ? h('span', { class: 'calendar-owner' }, `${owner.name || owner.email} · ${t(`access.${access}`)}`)
      : null;
  }

  async function leave(calendar) {
    try {
      await app.api.unshare(calendar.id, app.me.email);
      await afterDialog(true);
    } catch (trouble) {
      app.toasts.show({ message: describe(app, trouble), tone: 'error' });
    }
  }

  function draw() {
    list.replaceChildren(...app.calendars.items.map(row));
  }

  const element = h(
    'aside',
    { class: 'sidebar', 'aria-label': t('calendars.title') },
    h(
      'button',
      { type: 'button', class: 'button button-primary button-create', on: { click: on.create } },
      icon('plus'),
      t('editor.new'),
    ),
    mini.element,
    h(
      'div',
      { class: 'sidebar-head' },
      h('h2', {}, t('calendars.title')),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': t('calendars.new'),
          on: { click: async () => afterDialog(await calendarDialog(app, null)) },
        },
        icon('plus'),
      ),
    ),
    list,
    h(
      'button',
      {
        type: 'button',
        class: 'button button-quiet',
        on: { click: async () => afterDialog(await importDialog(app)) },
      },
      icon('in'),
      t('import.action'),
    ),
  );
  draw();
  app.calendars.addEventListener('change', draw);
  return {
    element,
    showRange: (date, range) => mini.show(date, range),
    destroy: () => app.calendars.removeEventListener('change', draw),
  };
}

/* A popover is in the top layer and knows no neighbour, so it is put below its button. */
function place({ button, panel }) {
  const at = button.getBoundingClientRect();
  panel.style.setProperty('--menu-top', `${at.bottom + 4}px`);
  panel.style.setProperty('--menu-left', `${Math.max(8, at.right - 190)}px`);
}
