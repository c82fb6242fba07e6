/* The first start: whoever has the set-up link makes the administrator's account. */
import { accountForm, emailField, passwordField } from './account-form.js';

export const setUpScreen = {
  id: 'set-up',
  title: 'setUp.title',
  open: true,

  mount(root, app) {
    const email = emailField(app);
    const password = passwordField(app, true);
    accountForm(root, app, {
      title: app.text('setUp.title'),
      lead: app.text('setUp.lead'),
      fields: { '/email': email, '/password': password },
      action: app.text('setUp.action'),
      submit: () =>
        app.session.setUp(app.setupToken, email.control.value.trim(), password.control.value),
    });
  },
};
