/*
 * The form for an event: a new one, one there is, or one occurrence of a series. A change that was
 * made elsewhere meanwhile is merged in and said, and the person's own input stays.
 */
import { Problem } from '../app/http.js';
import { openDialog } from '../ui/dialog.js';
import { h } from '../ui/dom.js';
import { checkField, field, formAlert, onSubmit, select, showFailure } from '../ui/form.js';
import { asUtc, fromUtc, timeOf, dateOf, daysBetween, plusDays } from '../time/wall.js';
import { zoneNames } from '../time/zones.js';
import { bookOrSuggest, changeEvent } from './change.js';
import { eventOf, merge, patchOf, same, timesOf, valuesOf } from './event-form.js';
import { SCOPES } from './scope-dialog.js';
import { repeatFields } from './repeat-fields.js';
import { losesCount, noRepeat } from './repeat-rule.js';

/** The values of a new event from `start` to `end`, two wall times or two dates. */
export function newValues(app, { start, end, allDay }) {
  const writable = app.calendars.writable();
  const shown = writable.find((calendar) => app.calendars.isShown(calendar.id));
  return {
    title: '',
    calendarId: (shown ?? writable[0])?.id,
    allDay,
    startDate: dateOf(start),
    startTime: allDay ? '09:00' : timeOf(start),
    endDate: allDay ? plusDays(dateOf(end), -1) : dateOf(end),
    endTime: allDay ? '10:00' : timeOf(end),
    timeZone: app.zone,
    repeat: noRepeat(start),
    location: '',
    description: '',
    tags: '',
    transparency: allDay ? 'transparent' : 'opaque',
  };
}

/** Answers the new event, or null. */
export function createDialog(app, values) {
  const key = keyPerBody(app);
  return editor(app, app.text('editor.new'), values, async (form) => {
    const after = form.read();
    const body = eventOf(after, app.weekStart);
    return bookOrSuggest(app, body, (times) => {
      const wanted = { ...body, ...times };
      return app.api.createEvent(after.calendarId, wanted, key(wanted));
    });
  });
}

/** `loaded` is `{event, etag}`. Answers the changed event, or null. */
export function editDialog(app, loaded, occurrence) {
  const times = loaded.event.recurrence?.length ? occurrence : undefined;
  const zoned = (values) => ({ ...values, timeZone: values.allDay ? app.zone : values.timeZone });
  let current = loaded;
  let before = zoned(valuesOf(current.event, times));
  return editor(app, app.text('editor.edit'), before, async (form) => {
    const after = form.read();
    try {
      return await changeEvent(app, {
        loaded: current,
        occurrence,
        patchFor: (kind) => patchOf(before, after, current.event, kind, app.weekStart),
        allowed: scopesFor(before, after, current.event),
      });
    } catch (trouble) {
      if (!(trouble instanceof Problem) || trouble.status !== 412) {
        throw trouble;
      }
      current = await app.api.event(current.event.calendarId, current.event.id);
      const now = zoned(valuesOf(current.event, times));
      form.set(merge(before, after, now));
      before = now;
      form.say(app.text('editor.stale'));
      return null;
    }
  });
}

/* What belongs to the series cannot be changed for one occurrence, nor the calendar for a part. */
function scopesFor(before, after, event) {
  if (after.calendarId !== before.calendarId) {
    return ['all'];
  }
  if (!same(after.repeat, before.repeat)) {
    return ['following', 'all'];
  }
  return losesCount(event.recurrence, before.startDate, after.startDate) ? ['this', 'all'] : SCOPES;
}

function editor(app, title, values, save) {
  return openDialog(app, {
    title,
    kind: 'dialog-editor',
    build: (close) => {
      const form = editorForm(app, values, () => close());
      onSubmit(form.element, async () => {
        if (!form.check()) {
          return;
        }
        form.say(null);
        try {
          const saved = await save(form);
          if (saved) {
            close(saved);
          }
        } catch (trouble) {
          form.fail(trouble);
        }
      });
      return form.element;
    },
  });
}

function editorForm(app, values, cancel) {
  const t = app.text;
  const alert = formAlert();
  const input = (type, more = {}) => h('input', { type, ...more });
  const title = field(t('event.title'), input('text', { maxlength: 500, autofocus: true, required: true }));
  const calendar = field(
    t('event.calendar'),
    select(app.calendars.writable().map((c) => [c.id, c.name]), values.calendarId),
  );
  const allDay = checkField(t('event.allDay'), values.allDay);
  const startDate = field(t('event.startDate'), input('date', { required: true }));
  const startTime = field(t('event.startTime'), input('time', { required: true }));
  const endDate = field(t('event.endDate'), input('date', { required: true }));
  const endTime = field(t('event.endTime'), input('time', { required: true }));
  const zones = [['', t('event.floating')], ...zoneNames(values.timeZone).map((z) => [z, zoneLabel(z)])];
  const zone = field(t('event.zone'), select(zones, values.timeZone));
  const location = field(t('event.location'), input('text', { maxlength: 1000 }));
  const description = field(t('event.description'), h('textarea', { rows: 3 }), { wide: true });
  const tags = field(t('event.tags'), input('text'), { hint: t('event.tagsHint') });
  const shownAs = field(
    t('event.shownAs'),
    select(['opaque', 'transparent'].map((as) => [as, t(`event.${as}`)]), values.transparency),
    { hint: t('event.shownAsHint') },
  );

  const simple = { title, calendarId: calendar, startDate, startTime, endDate, endTime, timeZone: zone };
  Object.assign(simple, { location, description, tags, transparency: shownAs });
  fill(values);
  const repeat = repeatFields(app, values.repeat, () => currentTimes().start);

  const element = h(
    'form',
    { class: 'editor' },
    h(
      'div',
      { class: 'dialog-body' },
      alert.element,
      title.element,
      h('div', { class: 'row' }, calendar.element, allDay.element),
      h('div', { class: 'row' }, startDate.element, startTime.element),
      h('div', { class: 'row' }, endDate.element, endTime.element),
      zone.element,
      repeat.element,
      location.element,
      description.element,
      h('div', { class: 'row row-top' }, tags.element, shownAs.element),
    ),
    h(
      'footer',
      { class: 'dialog-foot' },
      h('button', { type: 'button', class: 'button', on: { click: cancel } }, t('cancel')),
      h('button', { type: 'submit', class: 'button button-primary' }, t('save')),
    ),
  );

  function currentTimes() {
    const raw = Object.fromEntries(Object.entries(simple).map(([name, f]) => [name, f.control.value]));
    const filled = { ...values, ...raw, allDay: allDay.control.checked };
    filled.startDate ||= values.startDate;
    filled.endDate ||= filled.startDate;
    filled.startTime ||= values.startTime;
    filled.endTime ||= values.endTime;
    return timesOf(filled);
  }

  function read() {
    const result = { allDay: allDay.control.checked, repeat: repeat.read() };
    for (const [name, f] of Object.entries(simple)) {
      result[name] = f.control.value;
    }
    return result;
  }

  function set(next) {
    fill(next);
    repeat.set(next.repeat);
  }

  function fill(next) {
    for (const [name, f] of Object.entries(simple)) {
      f.control.value = next[name] ?? '';
    }
    allDay.control.checked = next.allDay;
    arrange();
  }

  function arrange() {
    for (const f of [startTime, endTime, zone]) {
      f.element.hidden = allDay.control.checked;
      f.control.disabled = allDay.control.checked;
    }
  }

  let length = 0;
  const wall = (date, time) => `${date.control.value}T${time.control.value}:00`;
  const complete = () =>
    [startDate, startTime, endDate, endTime].every((f) => f.control.value !== '');
  function rememberLength() {
    if (complete()) {
      length = allDay.control.checked
        ? daysBetween(startDate.control.value, endDate.control.value) * 86_400_000
        : asUtc(wall(endDate, endTime)) - asUtc(wall(startDate, startTime));
    }
  }
  /* The end follows the start, so that a meeting keeps its length when it is put elsewhere. */
  function endFollows() {
    if (complete() && length >= 0) {
      const start = allDay.control.checked ? asUtc(startDate.control.value) : asUtc(wall(startDate, startTime));
      const end = fromUtc(new Date(start.getTime() + length));
      endDate.control.value = dateOf(end);
      if (!allDay.control.checked) {
        endTime.control.value = timeOf(end);
      }
    }
    repeat.startChanged();
  }
  startDate.control.addEventListener('change', endFollows);
  startTime.control.addEventListener('change', endFollows);
  endDate.control.addEventListener('change', rememberLength);
  endTime.control.addEventListener('change', rememberLength);
  zone.control.addEventListener('change', () => repeat.startChanged());
  allDay.control.addEventListener('change', () => {
    arrange();
    rememberLength();
    shownAs.control.value = allDay.control.checked ? 'transparent' : 'opaque';
    repeat.startChanged();
  });

  rememberLength();

  const fields = {
    '/title': title,
    '/calendarId': calendar,
    '/start': startDate,
    '/start/dateTime': startTime,
    '/start/timeZone': zone,
    '/end': endDate,
    '/end/dateTime': endTime,
    '/end/timeZone': zone,
    '/duration': endDate,
    '/location': location,
    '/description': description,
    '/tags': tags,
    '/transparency': shownAs,
    ...repeat.pointers,
  };
  function check() {
    const { start, end } = currentTimes();
    const wrong = asUtc(end.date ?? end.dateTime) <= asUtc(start.date ?? start.dateTime);
    const where = allDay.control.checked ? endDate : endTime;
    where.setError(wrong ? t('editor.endBeforeStart') : null);
    if (wrong) {
      where.control.focus();
    }
    return !wrong;
  }
  return {
    element,
    read,
    set,
    check,
    say: (sentence) => alert.show(sentence, 'info'),
    fail: (trouble) => showFailure(app, trouble, alert, fields),
  };
}

const zoneLabel = (zone) => zone.replaceAll('_', ' ');

/* A repeated request with the same body carries the same key, so a lost answer books nothing twice. */
function keyPerBody(app) {
  let last = null;
  let key = null;
  return (body) => {
    const text = JSON.stringify(body);
    if (text !== last) {
      last = text;
      key = app.api.newKey();
    }
    return key;
  };
}
