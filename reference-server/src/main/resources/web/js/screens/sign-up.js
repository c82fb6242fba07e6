import { h } from '../ui/dom.js';
import { field } from '../ui/form.js';
import { accountForm, emailField, passwordField } from './account-form.js';

export const signUpScreen = {
  id: 'sign-up',
  title: 'signUp.title',
  open: true,

  mount(root, app) {
    const name = field(
      app.text('account.name'),
      h('input', { type: 'text', autocomplete: 'name', maxlength: 200 }),
    );
    const email = emailField(app);
    const password = passwordField(app, true);
    accountForm(root, app, {
      title: app.text('signUp.title'),
      fields: { '/name': name, '/email': email, '/password': password },
      action: app.text('signUp.action'),
      async submit() {
        const address = email.control.value.trim();
        await app.session.signUp({
          email: address,
          password: password.control.value,
          ...(name.control.value.trim() ? { name: name.control.value.trim() } : {}),
          timeZone: app.zone,
          locale: app.language,
        });
        if (app.config.mail) {
          app.toasts.show({ message: app.text('signUp.mailSent'), tone: 'good' });
          app.goTo('sign-in');
        } else {
          await app.session.signIn(address, password.control.value);
        }
      },
      more: h(
        'p',
        { class: 'account-more' },
        app.text('signUp.haveAccount'),
        ' ',
        h('a', { href: '#/sign-in' }, app.text('signIn.title')),
      ),
    });
  },
};
