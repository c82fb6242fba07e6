/* The first start: whoever has the set-up link makes the administrator's account. */
import { describe } from '../ui/form.js';
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
      async submit() {
        const address = email.control.value.trim();
        await app.session.setUp(app.setupToken, address, password.control.value);
        await adoptZone(app);
      },
    });
  },
};

/* Setting up asks for no zone, but the browser knows it; without it the first calendar is in UTC. */
async function adoptZone(app) {
  try {
    await app.api.changeMe({ timeZone: app.zone, locale: app.language });
    for (const calendar of await app.api.calendars()) {
      if (calendar.timeZone !== app.zone) {
        await app.api.changeCalendar(calendar.id, { timeZone: app.zone });
      }
    }
    await app.calendars.load();
  } catch (trouble) {
    app.toasts.show({ message: describe(app, trouble), tone: 'error' });
  }
}
