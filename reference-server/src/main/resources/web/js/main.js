/* Puts the parts together, and shows the screen that the address and the session call for. */
import { createApi, loadConfig } from './app/api.js';
import { describe } from './ui/form.js';
import { Realtime } from './app/realtime.js';
import { Session } from './app/session.js';
import { Calendars } from './calendar/calendars.js';
import { Inbox, plainKind } from './notifications/inbox.js';
import { OwnChanges } from './notifications/own-changes.js';
import { reminderActions } from './notifications/reminder.js';
import { Subjects } from './notifications/subjects.js';
import { notificationWords } from './notifications/words.js';
import { DOOR, FIRST_RUN, HOME, LINKS, SCREENS } from './screens/screens.js';
import { createShell } from './screens/shell.js';
import { formatTagOf, lookUp, preferredLanguage, rememberLanguage } from './texts/texts.js';
import { firstDayOfWeek } from './time/format.js';
import { browserZone, isZone } from './time/zones.js';
import { h } from './ui/dom.js';
import { Toasts } from './ui/toasts.js';

const ZONE = 'scheduling.zone';
const ANSWER_LEAD_MS = 400;
const ownChanges = new OwnChanges();
const home = document.getElementById('app');

/** What every part is handed. */
const app = {
  config: {},
  me: null,
  setupToken: takeSetupToken(),
  /** What a link of a mail is for, and its token; null once it was followed. */
  link: takeLink(),
  liveState: 'connecting',
  /** Asks the screen to show what the server holds now. */
  refresh: () => {},
  text: (key, values) => lookUp(app.language, key, values) ?? key,
  textOr: (key, otherwise) => lookUp(app.language, key) ?? otherwise,
  setLanguage(code) {
    rememberLanguage(code);
    speak(code);
    render(true);
  },
  setZone(zone) {
    localStorage.setItem(ZONE, zone);
    app.zone = zone;
    render(true);
  },
  goTo(id) {
    app.link = null;
    history.replaceState(null, '', `#/${id}`);
    render(true);
  },
  /** Notes where in the current screen one is, without a step in the browser's history. */
  setPath(path) {
    history.replaceState(null, '', `#/${[mounted.screen.id, ...path].join('/')}`);
  },
};

let mounted = { screen: null, view: null, shell: null };

/* The token would otherwise stay in the history, and in what one copies from the address bar. */
function takeSetupToken() {
  const address = new URL(location.href);
  const token = address.searchParams.get('setup');
  if (token !== null) {
    address.searchParams.delete('setup');
    history.replaceState(null, '', address);
  }
  return token;
}

/* Behind the # it reaches no server; here it leaves the history too. */
function takeLink() {
  const [, purpose, token] = /^#(reset|confirm)=([\w-]{43})$/.exec(location.hash) ?? [];
  if (!purpose) {
    return null;
  }
  history.replaceState(null, '', location.pathname);
  return { purpose, token };
}

function speak(code) {
  app.language = code;
  app.formatTag = formatTagOf(code);
  app.weekStart = firstDayOfWeek(app.formatTag);
  document.documentElement.lang = code;
  document.getElementById('skip').textContent = app.text('skip');
}

function wanted() {
  const [id, ...path] = location.hash.replace(/^#\/?/, '').split('/');
  if (app.link) {
    return { screen: LINKS[app.link.purpose], path: [] };
  }
  const named = SCREENS.find((screen) => screen.id === id);
  if (app.session.signedIn) {
    return { screen: named && !named.open ? named : HOME, path };
  }
  if (app.setupToken) {
    return { screen: FIRST_RUN, path: [] };
  }
  return { screen: named?.open && named !== FIRST_RUN ? named : DOOR, path: [] };
}

function render(anew = false) {
  const { screen, path } = wanted();
  if (!anew && mounted.screen === screen) {
    mounted.view?.show?.(path);
    return;
  }
  mounted.view?.unmount?.();
  mounted.shell?.destroy();
  mounted = { screen, view: null, shell: null };
  document.title = `${app.text(screen.title)} – ${app.text('product')}`;
  let root;
  if (screen.open) {
    root = h('main', { id: 'main', tabindex: -1 });
    home.replaceChildren(root);
  } else {
    mounted.shell = createShell(app, SCREENS.filter((s) => !s.open && !s.aside), screen.id);
    home.replaceChildren(...mounted.shell.elements);
    root = mounted.shell.main;
  }
  mounted.view = screen.mount(root, app, path) ?? null;
}

async function enter() {
  app.setupToken = null;
  try {
    [app.me] = await Promise.all([app.api.me(), app.calendars.load(), app.inbox.load()]);
  } catch (trouble) {
    if (app.session.signedIn) {
      showTrouble(trouble, enter);
    }
    return;
  }
  render(true);
  app.realtime.start(app.inbox.position);
}

function leave() {
  app.realtime.stop();
  app.inbox.clear();
  app.subjects.clear();
  app.calendars.clear();
  app.me = null;
  document.querySelectorAll('dialog[open]').forEach((dialog) => dialog.close());
  history.replaceState(null, '', `#/${DOOR.id}`);
  render(true);
}

function showTrouble(trouble, again) {
  mounted = { screen: null, view: null, shell: null };
  home.replaceChildren(
    h(
      'main',
      { id: 'main', class: 'account-screen' },
      h(
        'div',
        { class: 'account-card', role: 'alert' },
        h('p', { class: 'brand' }, app.text('product')),
        h('p', {}, describe(app, trouble)),
        h(
          'button',
          { type: 'button', class: 'button button-primary button-wide', on: { click: again } },
          app.text('tryAgain'),
        ),
      ),
    ),
  );
}

function listen() {
  app.session.addEventListener('signedin', enter);
  app.session.addEventListener('signedout', leave);
  app.realtime.addEventListener('state', (event) => {
    app.liveState = event.detail;
  });
  app.realtime.addEventListener('notification', ({ detail }) => {
    if (app.inbox.add(detail)) {
      /* The frame may overtake the answer to the request that caused it. */
      setTimeout(async () => {
        const actions = reminderActions(app, detail);
        const isReminder = actions.length > 0;
        if (isReminder || !ownChanges.has(detail.data?.eventId ?? detail.data?.calendarId)) {
          await app.subjects.complete([detail]);
          app.toasts.show({ ...notificationWords(app, detail), actions, stays: isReminder });
        }
      }, ANSWER_LEAD_MS);
    }
    if (plainKind(detail.kind).startsWith('calendar')) {
      app.calendars.load().catch(() => {});
    }
  });
  app.realtime.addEventListener('reset', () => app.inbox.load().catch(() => {}));
  addEventListener('hashchange', () => {
    const followed = takeLink();
    app.link = followed;
    render(followed !== null);
  });
}

async function start() {
  try {
    app.config = await loadConfig();
    app.realtime ??= new Realtime(app.session, app.config.realtimeUrl);
    if (!app.listening) {
      app.listening = true;
      listen();
    }
    if (await app.session.resume()) {
      await enter();
    } else {
      render(true);
    }
  } catch (trouble) {
    showTrouble(trouble, start);
  }
}

speak(preferredLanguage());
const ownZone = localStorage.getItem(ZONE);
app.zone = ownZone && isZone(ownZone) ? ownZone : browserZone();
app.toasts = new Toasts(app.text);
app.session = new Session();
app.api = createApi(app.session, (id) => ownChanges.note(id));
app.calendars = new Calendars(app.api);
app.inbox = new Inbox(app.api);
app.subjects = new Subjects(app.api, app.calendars);
start();
