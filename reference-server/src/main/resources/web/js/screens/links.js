/* What the links in mails lead to, and asking for one: a new password, a confirmed address. */
import { h } from '../ui/dom.js';
import { accountForm, emailField, passwordField } from './account-form.js';

const backToSignIn = (app) =>
  h('p', { class: 'account-more' }, h('a', { href: '#/sign-in' }, app.text('signIn.title')));

export const forgotScreen = {
  id: 'forgot',
  title: 'forgot.title',
  open: true,

  mount(root, app) {
    if (!app.config.mail) {
      accountForm(root, app, {
        title: app.text('forgot.title'),
        lead: app.text('forgot.noMail'),
        fields: {},
        action: app.text('signIn.title'),
        submit: () => app.goTo('sign-in'),
      });
      return;
    }
    const email = emailField(app);
    accountForm(root, app, {
      title: app.text('forgot.title'),
      lead: app.text('forgot.lead'),
      fields: { '/email': email },
      action: app.text('forgot.action'),
      async submit() {
        await app.session.askForReset(email.control.value.trim());
        app.toasts.show({ message: app.text('forgot.sent'), tone: 'good' });
        app.goTo('sign-in');
      },
      more: backToSignIn(app),
    });
  },
};

export const resetScreen = {
  id: 'reset',
  title: 'reset.title',
  open: true,

  mount(root, app) {
    const password = passwordField(app, true);
    accountForm(root, app, {
      title: app.text('reset.title'),
      lead: app.text('reset.lead'),
      fields: { '/password': password },
      action: app.text('reset.action'),
      async submit() {
        await app.session.redeemReset(app.link.token, password.control.value);
        app.toasts.show({ message: app.text('reset.done'), tone: 'good' });
        app.goTo('sign-in');
      },
      more: backToSignIn(app),
    });
  },
};

export const confirmScreen = {
  id: 'confirm',
  title: 'confirm.title',
  open: true,

  mount(root, app) {
    accountForm(root, app, {
      title: app.text('confirm.title'),
      lead: app.text('confirm.lead'),
      fields: {},
      action: app.text('confirm.action'),
      async submit() {
        await app.session.confirm(app.link.token);
        app.toasts.show({ message: app.text('confirm.done'), tone: 'good' });
        app.goTo('sign-in');
      },
      more: backToSignIn(app),
    });
  },
};

/** The screen that each kind of link leads to. */
export const LINKS = { reset: resetScreen, confirm: confirmScreen };
