/* A calendar's name, colour, zone and what it does with conflicts. */
import { confirmDialog, openDialog } from '../ui/dialog.js';
import { h, tint, uniqueId } from '../ui/dom.js';
import { describe, field, formAlert, onSubmit, select, showFailure } from '../ui/form.js';
import { zoneNames } from '../time/zones.js';
import { PALETTE } from './palette.js';
import { shareDialog } from './share-dialog.js';

export const POLICIES = ['reject', 'warn', 'allow'];

/** `calendar` is null for a new one. Answers whether anything changed. */
export async function calendarDialog(app, calendar) {
  const answer = await openDialog(app, {
    title: app.text(calendar ? 'calendars.edit' : 'calendars.new'),
    kind: 'dialog-calendar',
    build: (close) => calendarForm(app, calendar, close),
  });
  if (answer === 'share') {
    await shareDialog(app, calendar);
    return false;
  }
  return answer === 'delete' ? remove(app, calendar) : answer !== null;
}

function calendarForm(app, calendar, close) {
  const t = app.text;
  const alert = formAlert();
  const name = field(
    t('calendars.name'),
    h('input', {
      type: 'text',
      required: true,
      maxlength: 200,
      autofocus: true,
      value: calendar?.name ?? '',
    }),
  );
  const zone = field(
    t('event.zone'),
    select(
      zoneNames(calendar?.timeZone ?? app.zone).map((z) => [z, z.replaceAll('_', ' ')]),
      calendar?.timeZone ?? app.zone,
    ),
  );
  const policy = field(
    t('calendars.policy'),
    select(POLICIES.map((p) => [p, t(`policy.${p}`)]), calendar?.conflictPolicy ?? 'reject'),
    { hint: t('calendars.policyHint') },
  );
  const color = calendar
    ? app.calendars.color(calendar.id)
    : PALETTE[app.calendars.items.length % PALETTE.length];
  const colors = colorChoice(app, color);
  const form = h(
    'form',
    {},
    h(
      'div',
      { class: 'dialog-body' },
      alert.element,
      name.element,
      colors.element,
      zone.element,
      policy.element,
    ),
    h(
      'footer',
      { class: 'dialog-foot' },
      calendar
        ? h(
            'button',
            {
              type: 'button',
              class: 'button button-danger-quiet',
              on: { click: () => close('delete') },
            },
            t('delete'),
          )
        : null,
      calendar
        ? h(
            'button',
            { type: 'button', class: 'button', on: { click: () => close('share') } },
            t('share.open'),
          )
        : null,
      h('button', { type: 'button', class: 'button', on: { click: () => close() } }, t('cancel')),
      h('button', { type: 'submit', class: 'button button-primary' }, t('save')),
    ),
  );
  onSubmit(form, async () => {
    const values = {
      name: name.control.value.trim(),
      timeZone: zone.control.value,
      conflictPolicy: policy.control.value,
      color: colors.read(),
    };
    try {
      close(
        calendar
          ? await app.api.changeCalendar(calendar.id, values)
          : await app.api.createCalendar(values),
      );
    } catch (trouble) {
      showFailure(app, trouble, alert, {
        '/name': name,
        '/timeZone': zone,
        '/conflictPolicy': policy,
      });
    }
  });
  return form;
}

function colorChoice(app, chosen) {
  const group = uniqueId('color');
  const all = PALETTE.includes(chosen.toLowerCase()) ? PALETTE : [chosen, ...PALETTE];
  const radios = all.map((color, index) =>
    tint(
      h(
        'label',
        { class: 'color-choice' },
        h('input', {
          type: 'radio',
          name: group,
          value: color,
          checked: color.toLowerCase() === chosen.toLowerCase(),
          'aria-label': app.text('calendars.colorN', { n: index + 1 }),
        }),
        h('span', { class: 'swatch' }),
      ),
      color,
    ),
  );
  const element = h(
    'fieldset',
    { class: 'colors' },
    h('legend', {}, app.text('calendars.color')),
    h('div', { class: 'color-row' }, radios),
  );
  return { element, read: () => element.querySelector('input:checked').value };
}

async function remove(app, calendar) {
  const sure = await confirmDialog(app, {
    title: app.text('calendars.deleteTitle'),
    message: app.text('calendars.deleteMessage', { name: calendar.name }),
    action: app.text('delete'),
  });
  if (!sure) {
    return false;
  }
  try {
    await app.api.deleteCalendar(calendar.id);
    return true;
  } catch (trouble) {
    app.toasts.show({ message: describe(app, trouble), tone: 'error' });
    return false;
  }
}
