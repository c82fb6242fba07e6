/* One's own account: password, sessions, passwords for programs, taking everything along, leaving. */
import { confirmDialog } from '../ui/dialog.js';
import { h } from '../ui/dom.js';
import { checkField, describe, field, formAlert, onSubmit, showFailure } from '../ui/form.js';
import { passwordField } from './account-form.js';
import { channelSections } from './channel-settings.js';

export const settingsScreen = {
  id: 'settings',
  title: 'settings.title',
  aside: true,

  mount(root, app) {
    root.className = 'settings-screen';
    root.append(
      h('h1', {}, app.text('settings.title')),
      ...channelSections(app),
      passwordSection(app),
      sessionSection(app),
      appPasswordSection(app),
      dataSection(app),
      h('p', {}, h('a', { href: '#/calendar' }, app.text('settings.back'))),
    );
  },
};

function section(title, ...content) {
  return h('section', { class: 'settings-card', 'aria-label': title }, h('h2', {}, title), content);
}

const when = (app, instant) =>
  new Intl.DateTimeFormat(app.formatTag, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: app.zone,
  }).format(new Date(instant));

function tell(app, trouble) {
  app.toasts.show({ message: describe(app, trouble), tone: 'error' });
}

function passwordSection(app) {
  const t = app.text;
  const alert = formAlert();
  const current = passwordField(app, false, t('settings.currentPassword'));
  const fresh = passwordField(app, true, t('settings.newPassword'));
  const form = h(
    'form',
    {},
    alert.element,
    current.element,
    fresh.element,
    h('button', { type: 'submit', class: 'button button-primary' }, t('settings.changePassword')),
  );
  onSubmit(form, async () => {
    alert.show(null);
    try {
      await app.session.changePassword(current.control.value, fresh.control.value);
      form.reset();
      app.toasts.show({ message: t('settings.passwordChanged'), tone: 'good' });
    } catch (trouble) {
      showFailure(app, trouble, alert, { '/currentPassword': current, '/newPassword': fresh });
    }
  });
  return section(t('settings.password'), form);
}

/** A list that `load` fills with rows, and that can be filled anew. */
function rows(app, load) {
  const list = h('ul', { class: 'settings-list' });
  const refill = async () => {
    try {
      list.replaceChildren(...(await load(refill)));
    } catch (trouble) {
      tell(app, trouble);
    }
  };
  refill();
  return { list, refill };
}

function row(title, detail, action, run) {
  return h(
    'li',
    {},
    h('div', {}, h('strong', {}, title), h('span', { class: 'muted' }, detail)),
    h('button', { type: 'button', class: 'button', on: { click: run } }, action),
  );
}

function sessionSection(app) {
  const t = app.text;
  const { list } = rows(app, async (refill) =>
    (await app.api.sessions()).map((session) =>
      row(
        session.current ? t('settings.thisSession') : session.userAgent || t('settings.noName'),
        `${session.address} · ${t('settings.lastUsed', { at: when(app, session.used) })}`,
        t('signOut'),
        async () => {
          if (session.current) {
            await app.session.signOut();
            return;
          }
          await app.api.endSession(session.id).catch((trouble) => tell(app, trouble));
          await refill();
        },
      ),
    ),
  );
  return section(
    t('settings.sessions'),
    list,
    h(
      'button',
      {
        type: 'button',
        class: 'button',
        on: { click: () => app.session.signOut('all') },
      },
      t('settings.signOutAll'),
    ),
  );
}

function appPasswordSection(app) {
  const t = app.text;
  const alert = formAlert();
  const name = field(
    t('settings.appName'),
    h('input', { type: 'text', required: true, maxlength: 100 }),
  );
  const write = checkField(t('settings.mayWrite'), false);
  const made = h('output', { class: 'made-secret', hidden: true });
  const { list, refill } = rows(app, async (again) =>
    (await app.api.appPasswords()).map((one) =>
      row(
        one.name,
        `${one.scopes.map((scope) => t(`scope.${scope}`)).join(', ')} · ${
          one.used ? t('settings.lastUsed', { at: when(app, one.used) }) : t('settings.neverUsed')
        }`,
        t('delete'),
        async () => {
          await app.api.deleteAppPassword(one.id).catch((trouble) => tell(app, trouble));
          await again();
        },
      ),
    ),
  );
  const form = h(
    'form',
    {},
    alert.element,
    name.element,
    write.element,
    h('button', { type: 'submit', class: 'button' }, t('settings.makeAppPassword')),
  );
  onSubmit(form, async () => {
    alert.show(null);
    try {
      const answer = await app.api.createAppPassword({
        name: name.control.value.trim(),
        scopes: write.control.checked ? ['read', 'write'] : ['read'],
      });
      made.replaceChildren(
        h('span', {}, t('settings.shownOnce')),
        h('code', {}, answer.secret),
      );
      made.hidden = false;
      form.reset();
      await refill();
    } catch (trouble) {
      showFailure(app, trouble, alert, { '/name': name });
    }
  });
  return section(
    t('settings.appPasswords'),
    h('p', { class: 'muted' }, t('settings.appPasswordsLead')),
    list,
    made,
    form,
  );
}

function dataSection(app) {
  const t = app.text;
  const save = async () => {
    try {
      const file = URL.createObjectURL(await app.api.exportAll());
      h('a', { href: file, download: 'scheduling-export.zip' }).click();
      setTimeout(() => URL.revokeObjectURL(file), 60_000);
    } catch (trouble) {
      tell(app, trouble);
    }
  };
  const leave = async () => {
    const sure = await confirmDialog(app, {
      title: t('settings.deleteTitle'),
      message: t('settings.deleteMessage', { email: app.me?.email ?? '' }),
      action: t('settings.deleteAccount'),
    });
    if (!sure) {
      return;
    }
    try {
      await app.api.deleteMe();
      await app.session.signOut();
    } catch (trouble) {
      tell(app, trouble);
    }
  };
  return section(
    t('settings.data'),
    h('p', { class: 'muted' }, t('settings.dataLead')),
    h(
      'div',
      { class: 'settings-actions' },
      h('button', { type: 'button', class: 'button', on: { click: save } }, t('settings.export')),
      h(
        'button',
        { type: 'button', class: 'button button-danger-quiet', on: { click: leave } },
        t('settings.deleteAccount'),
      ),
    ),
  );
}
