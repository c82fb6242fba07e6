import { Problem } from '../app/http.js';
import { h } from '../ui/dom.js';
import { accountForm, emailField, passwordField } from './account-form.js';

export const signInScreen = {
  id: 'sign-in',
  title: 'signIn.title',
  open: true,

  mount(root, app) {
    const email = emailField(app);
    const password = passwordField(app, false);
    accountForm(root, app, {
      title: app.text('signIn.title'),
      lead: app.config.setUp === false ? app.text('signIn.notSetUp') : null,
      fields: { '/email': email, '/password': password },
      action: app.text('signIn.action'),
      async submit() {
        try {
          await app.session.signIn(email.control.value.trim(), password.control.value);
        } catch (trouble) {
          if (trouble instanceof Problem && trouble.status === 401) {
            password.setError(app.text('signIn.wrong'));
            password.control.focus();
            return;
          }
          throw trouble;
        }
      },
      more: [
        h(
          'p',
          { class: 'account-more' },
          h('a', { href: '#/forgot' }, app.text('forgot.ask')),
        ),
        app.config.signUp === 'open'
          ? h(
              'p',
              { class: 'account-more' },
              app.text('signIn.noAccount'),
              ' ',
              h('a', { href: '#/sign-up' }, app.text('signUp.title')),
            )
          : null,
      ],
    });
  },
};
