/* With whom a calendar is shared, and what they may do. Each change counts at once. */
import { openDialog } from '../ui/dialog.js';
import { h } from '../ui/dom.js';
import { describe, field, formAlert, onSubmit, select, showFailure } from '../ui/form.js';
import { icon } from '../ui/icons.js';

const LEVELS = ['freeBusy', 'read', 'write'];

export function shareDialog(app, calendar) {
  const t = app.text;
  const levels = LEVELS.map((level) => [level, t(`access.${level}`)]);
  return openDialog(app, {
    title: t('share.title', { name: calendar.name }),
    kind: 'dialog-share',
    build: (close) => {
      const alert = formAlert();
      const list = h('ul', { class: 'share-list', 'aria-label': t('share.with') });
      const email = field(
        t('account.email'),
        h('input', { type: 'email', required: true, maxlength: 254, autofocus: true, autocomplete: 'off' }),
      );
      const access = field(t('share.access'), select(levels, 'read'));

      async function reload() {
        const shares = await app.api.shares(calendar.id);
        list.replaceChildren(
          ...(shares.length ? shares.map(row) : [h('li', { class: 'muted' }, t('share.none'))]),
        );
      }

      async function act(work) {
        alert.show(null);
        try {
          await work();
          await reload();
        } catch (trouble) {
          alert.show(describe(app, trouble));
        }
      }

      function row(share) {
        const who = share.name ? `${share.name} (${share.email})` : share.email;
        const level = select(levels, share.access);
        level.setAttribute('aria-label', t('share.accessOf', { who }));
        level.addEventListener('change', () =>
          act(() => app.api.share(calendar.id, share.email, level.value)),
        );
        return h(
          'li',
          {},
          h('span', { class: 'share-who' }, who),
          level,
          h(
            'button',
            {
              type: 'button',
              class: 'icon-button',
              'aria-label': t('share.remove', { who }),
              on: { click: () => act(() => app.api.unshare(calendar.id, share.email)) },
            },
            icon('trash'),
          ),
        );
      }

      const form = h(
        'form',
        {},
        h('div', { class: 'dialog-body' }, list, alert.element, email.element, access.element),
        h(
          'footer',
          { class: 'dialog-foot' },
          h('button', { type: 'button', class: 'button', on: { click: () => close() } }, t('close')),
          h('button', { type: 'submit', class: 'button button-primary' }, t('share.action')),
        ),
      );
      onSubmit(form, async () => {
        try {
          await app.api.share(calendar.id, email.control.value.trim(), access.control.value);
          alert.show(null);
          email.setError(null);
          email.control.value = '';
          await reload();
        } catch (trouble) {
          showFailure(app, trouble, alert, { '/email': email, '/access': access });
        }
      });
      act(() => {});
      return form;
    },
  });
}
