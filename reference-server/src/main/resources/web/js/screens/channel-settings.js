/* By which channels one is told of what, and when not to be disturbed. */
import { h } from '../ui/dom.js';
import { checkField, describe, field, formAlert, onSubmit, showFailure } from '../ui/form.js';
import { canPush, subscribeHere } from '../notifications/push.js';

const CHANNELS = ['websocket', 'email', 'push', 'slack'];

/** Everything about channels: what is connected, what is told, and the quiet hours. */
export function channelSections(app) {
  const t = app.text;
  const connections = h('ul', { class: 'settings-list' });
  const table = h('div', { class: 'choice-table' });
  const quiet = quietFields(app);
  const alert = formAlert();
  const slack = slackForm(app, load);
  const form = h(
    'form',
    {},
    alert.element,
    table,
    quiet.element,
    h('button', { type: 'submit', class: 'button button-primary' }, t('save')),
  );

  slack.hidden = true;

  async function load() {
    try {
      await draw(await app.api.channels());
    } catch (trouble) {
      app.toasts.show({ message: describe(app, trouble), tone: 'error' });
    }
  }

  async function draw(settings) {
    const devices = settings.channels.push.state === 'unavailable' ? [] : await app.api.devices();
    connections.replaceChildren(
      ...CHANNELS.flatMap((name) => connectionRows(app, name, settings.channels[name], devices, load)),
    );
    table.replaceChildren(choices(app, settings));
    quiet.show(settings.quietHours);
    slack.hidden = settings.channels.slack.state === 'unavailable';
  }

  onSubmit(form, async () => {
    alert.show(null);
    try {
      await app.api.chooseChannels({ kinds: chosen(table), ...quiet.value() });
      app.toasts.show({ message: t('channels.saved'), tone: 'good' });
      await load();
    } catch (trouble) {
      showFailure(app, trouble, alert, quiet.fields);
    }
  });
  load();
  return [
    card(t('channels.title'), connections, slack),
    card(t('channels.choices'), h('p', { class: 'muted' }, t('channels.lead')), form),
  ];
}

function card(title, ...content) {
  return h('section', { class: 'settings-card', 'aria-label': title }, h('h2', {}, title), content);
}

function button(label, run, style = 'button') {
  return h('button', { type: 'button', class: style, on: { click: run } }, label);
}

/** What is said about a channel, with what one can do about it. */
function connectionRows(app, name, { state, cause }, devices, reload) {
  const t = app.text;
  const actions = [];
  if (name === 'push' && state !== 'unavailable' && canPush(app)) {
    actions.push(button(t('channels.subscribe'), attempt(app, () => subscribe(app, reload))));
  }
  if (name === 'slack' && (state === 'on' || state === 'off')) {
    actions.push(
      button(t('channels.disconnect'), attempt(app, () => app.api.connectSlack(null).then(reload))),
    );
  }
  if (state === 'on' || name === 'email') {
    actions.push(button(t('channels.test'), attempt(app, () => test(app, name, reload))));
  }
  const row = h(
    'li',
    { 'data-channel': name },
    h(
      'div',
      {},
      h('strong', {}, t(`channel.${name}`)),
      h('span', { class: 'muted' }, [t(`channels.${state}`), cause].filter(Boolean).join(': ')),
    ),
    ...(state === 'unavailable' ? [] : actions),
  );
  return name === 'push' ? [row, ...devices.map((device) => deviceRow(app, device, reload))] : [row];
}

function deviceRow(app, device, reload) {
  const t = app.text;
  const what = t(`channels.${device.kind}`);
  return h(
    'li',
    { class: 'sub-row' },
    h(
      'div',
      {},
      h('span', {}, what),
      h('span', { class: 'muted' }, device.state === 'on' ? '' : t('channels.off')),
    ),
    button(t('delete'), attempt(app, () => app.api.unsubscribePush(device.id).then(reload))),
  );
}

function attempt(app, act) {
  return async () => {
    try {
      await act();
    } catch (trouble) {
      app.toasts.show({ message: describe(app, trouble), tone: 'error' });
    }
  };
}

async function subscribe(app, reload) {
  if (await subscribeHere(app)) {
    await reload();
  } else {
    app.toasts.show({ message: app.text('channels.denied'), tone: 'error' });
  }
}

async function test(app, name, reload) {
  const items = await app.api.testChannel(name);
  const failed = items.find((item) => !item.delivered);
  app.toasts.show(
    failed
      ? { message: app.text('channels.testFailed', { cause: failed.cause }), tone: 'error' }
      : { message: app.text('channels.testSent'), tone: 'good' },
  );
  await reload();
}

function slackForm(app, reload) {
  const t = app.text;
  const alert = formAlert();
  const url = field(
    t('channels.webhook'),
    h('input', { type: 'url', required: true, maxlength: 2000, autocomplete: 'off' }),
  );
  const form = h(
    'form',
    {},
    alert.element,
    url.element,
    h('button', { type: 'submit', class: 'button' }, t('channels.connect')),
  );
  onSubmit(form, async () => {
    alert.show(null);
    try {
      await app.api.connectSlack(url.control.value.trim());
      form.reset();
      await reload();
    } catch (trouble) {
      showFailure(app, trouble, alert, { '/webhookUrl': url });
    }
  });
  return form;
}

/** A row for each kind, a column for each channel that the server has. */
function choices(app, { kinds, channels }) {
  const t = app.text;
  const shown = CHANNELS.filter((name) => channels[name].state !== 'unavailable');
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h('tr', {}, h('td', {}), shown.map((name) => h('th', { scope: 'col' }, t(`channel.${name}`)))),
    ),
    h(
      'tbody',
      {},
      Object.entries(kinds).map(([kind, wanted]) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, t(`kind.${kind}`)),
          shown.map((name) => h('td', {}, choice(app, kind, name, wanted[name]))),
        ),
      ),
    ),
  );
}

function choice(app, kind, channel, wanted) {
  return h('input', {
    type: 'checkbox',
    checked: wanted,
    'data-kind': kind,
    'data-channel': channel,
    'aria-label': `${app.text(`kind.${kind}`)}, ${app.text(`channel.${channel}`)}`,
  });
}

function chosen(table) {
  const kinds = {};
  for (const { dataset, checked } of table.querySelectorAll('input')) {
    kinds[dataset.kind] = { ...kinds[dataset.kind], [dataset.channel]: checked };
  }
  return kinds;
}

function quietFields(app) {
  const t = app.text;
  const on = checkField(t('channels.quiet'), false);
  const from = field(t('channels.from'), h('input', { type: 'time', value: '22:00' }));
  const to = field(t('channels.to'), h('input', { type: 'time', value: '07:00' }));
  const times = h('div', { class: 'quiet-times', hidden: true }, from.element, to.element);
  let zone = app.zone;
  on.control.addEventListener('change', () => {
    times.hidden = !on.control.checked;
  });
  return {
    element: h('div', {}, on.element, times),
    fields: { '/quietHours/from': from, '/quietHours/to': to },
    show(hours) {
      on.control.checked = Boolean(hours);
      times.hidden = !hours;
      zone = hours?.timeZone ?? app.zone;
      from.control.value = hours?.from ?? '22:00';
      to.control.value = hours?.to ?? '07:00';
    },
    value: () =>
      on.control.checked
        ? { quietHours: { from: from.control.value, to: to.control.value, timeZone: zone } }
        : {},
  };
}
