/* The bell: how many are unread, the list, and whether the live connection stands. */
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { popover } from '../ui/popover.js';
import { describe } from '../ui/form.js';
import { agoText } from '../time/format.js';
import { reminderActions } from './reminder.js';
import { notificationWords } from './words.js';

export function createBell(app) {
  const t = app.text;
  const badge = h('span', { class: 'badge', hidden: true });
  const list = h('ol', { class: 'notification-list' });
  const state = h('span', { class: 'live-state' });
  const readAll = h(
    'button',
    { type: 'button', class: 'button button-small', on: { click: markRead } },
    t('bell.readAll'),
  );
  const { button, panel } = popover(
    { class: 'icon-button bell' },
    [icon('bell'), badge],
    { class: 'panel bell-panel', role: 'dialog', 'aria-label': t('bell.title') },
    h('div', { class: 'panel-head' }, h('h2', {}, t('bell.title')), state, readAll),
    list,
  );

  async function markRead() {
    try {
      await app.inbox.readAll();
    } catch (trouble) {
      app.toasts.show({ message: describe(app, trouble), tone: 'error' });
    }
  }

  function draw() {
    const { unread, shown: items } = app.inbox;
    badge.textContent = unread > 99 ? '99+' : String(unread);
    badge.hidden = unread === 0;
    readAll.disabled = unread === 0;
    button.setAttribute('aria-label', t('bell.label', { n: unread }));
    list.replaceChildren(
      ...(items.length
        ? [...items].reverse().map(row)
        : [h('li', { class: 'muted empty' }, t('bell.empty'))]),
    );
  }

  function row(item) {
    const { title, message } = notificationWords(app, item);
    return h(
      'li',
      { class: item.read ? 'notification' : 'notification unread' },
      h('strong', {}, title),
      h('span', {}, message),
      h('time', { datetime: item.at, class: 'muted' }, agoText(app.formatTag, new Date(item.at))),
      ...(item.read ? [] : reminderActions(app, item)).map(({ label, run }) =>
        h('button', { type: 'button', class: 'button button-small', on: { click: run } }, label),
      ),
    );
  }

  function showState(event) {
    state.dataset.state = event.detail;
    state.textContent = t(`live.${event.detail}`);
  }

  panel.addEventListener('beforetoggle', (event) => {
    if (event.newState === 'open') {
      draw();
      app.subjects.complete(app.inbox.shown).then((learnt) => learnt && draw());
    }
  });
  app.inbox.addEventListener('change', draw);
  app.realtime.addEventListener('state', showState);
  showState({ detail: app.liveState });
  draw();
  return {
    elements: [button, panel],
    destroy() {
      app.inbox.removeEventListener('change', draw);
      app.realtime.removeEventListener('state', showState);
    },
  };
}
