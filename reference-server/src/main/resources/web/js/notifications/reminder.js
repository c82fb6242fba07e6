/* What one can do with a reminder: have it again later, or be done with it. */
import { describe } from '../ui/form.js';

const LATER = 'PT10M';

/** `[{label, run}]`; nothing for what is no reminder. */
export function reminderActions(app, { kind, data }) {
  if (kind !== 'reminder' || !data?.reminderId) {
    return [];
  }
  return [
    {
      label: app.text('reminder.snooze'),
      run: () =>
        attempt(app, async () => {
          await app.api.snooze(data.reminderId, LATER);
          app.toasts.show({ message: app.text('reminder.snoozed'), tone: 'good' });
        }),
    },
    {
      label: app.text('reminder.dismiss'),
      run: () => attempt(app, () => app.api.dismiss(data.reminderId)),
    },
  ];
}

async function attempt(app, act) {
  try {
    await act();
  } catch (trouble) {
    app.toasts.show({ message: describe(app, trouble), tone: 'error' });
  }
}
