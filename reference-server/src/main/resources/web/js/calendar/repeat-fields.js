/*
 * The fields that build a recurrence rule, and the next dates as the server expands them. What the
 * fields cannot say is said in the rule's own text.
 */
import { checkField, field, select } from '../ui/form.js';
import { h } from '../ui/dom.js';
import { describe } from '../ui/form.js';
import { momentText, dayText, weekdayName } from '../time/format.js';
import { ownWall, wallIn } from '../time/event-time.js';
import { DAYS, monthlyChoices, noRepeat, writeRepeat } from './repeat-rule.js';

const PREVIEW_DELAY_MS = 350;
const PREVIEW_DATES = 5;

/**
 * `startOf()` answers the event's start as the form has it now. Answers `{element, read(), set(repeat),
 * startChanged(), pointers}`.
 */
export function repeatFields(app, repeat, startOf) {
  let lines = repeat.lines;
  const startDate = () => ownWall(startOf()).slice(0, 10);
  const t = app.text;

  const freq = field(
    t('repeat.label'),
    select(
      ['NONE', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY', 'CUSTOM'].map((f) => [f, t(`repeat.${f}`)]),
      repeat.freq,
    ),
  );
  const interval = field(
    t('repeat.every'),
    h('input', { type: 'number', min: 1, max: 999, required: true }),
  );
  const unit = h('span', { class: 'unit' });
  interval.control.after(unit);
  const days = weekdayBoxes(app);
  const monthly = field(t('repeat.monthlyBy'), select([], ''));
  const end = field(
    t('repeat.ends'),
    select(['never', 'until', 'count'].map((e) => [e, t(`repeat.end.${e}`)]), repeat.end),
  );
  const until = field(t('repeat.untilDate'), h('input', { type: 'date', required: true }));
  const count = field(
    t('repeat.times'),
    h('input', { type: 'number', min: 1, max: 9999, required: true }),
  );
  const raw = field(
    t('repeat.rule'),
    h('textarea', { rows: 3, spellcheck: 'false', class: 'code', placeholder: 'RRULE:FREQ=WEEKLY' }),
    { hint: t('repeat.ruleHint'), wide: true },
  );
  const preview = h('div', { class: 'preview', 'aria-live': 'polite' });

  const element = h(
    'fieldset',
    { class: 'repeat' },
    h('legend', { class: 'visually-hidden' }, t('repeat.label')),
    h('div', { class: 'row' }, freq.element, interval.element),
    days.element,
    monthly.element,
    h('div', { class: 'row' }, end.element, until.element, count.element),
    raw.element,
    preview,
  );

  function set(value) {
    lines = value.lines;
    freq.control.value = value.freq;
    interval.control.value = value.interval;
    days.set(value.days);
    fillMonthly(value.monthlyBy);
    end.control.value = value.end;
    until.control.value = value.until;
    count.control.value = value.count;
    raw.control.value = value.lines.join('\n');
    arrange();
  }

  function read() {
    return {
      freq: freq.control.value,
      interval: Number(interval.control.value) || 1,
      days: days.read(),
      monthlyBy: monthly.control.value,
      end: end.control.value,
      until: until.control.value,
      count: Number(count.control.value) || 1,
      lines: freq.control.value === 'CUSTOM' ? linesOf(raw.control.value) : lines,
    };
  }

  function fillMonthly(chosen) {
    const choices = monthlyChoices(startDate());
    if (!choices.includes(chosen)) {
      choices.push(chosen);
    }
    monthly.control.replaceChildren(
      ...choices.map((c) => h('option', { value: c, selected: c === chosen }, monthlyText(c))),
    );
  }

  function monthlyText(choice) {
    if (choice === 'day') {
      return t('repeat.onDay', { day: Number(startDate().slice(8)) });
    }
    const day = weekdayName(app.formatTag, DAYS.indexOf(choice.slice(-2)), 'long');
    const nth = choice.slice(0, -2);
    return t('repeat.onNth', { nth: t(`repeat.nth.${nth}`), day });
  }

  function arrange() {
    const kind = freq.control.value;
    const built = kind !== 'NONE' && kind !== 'CUSTOM';
    interval.element.hidden = !built;
    unit.textContent = built ? t(`repeat.unit.${kind}`, { n: Number(interval.control.value) || 1 }) : '';
    days.element.hidden = kind !== 'WEEKLY';
    monthly.element.hidden = kind !== 'MONTHLY';
    end.element.hidden = !built;
    until.element.hidden = !built || end.control.value !== 'until';
    count.element.hidden = !built || end.control.value !== 'count';
    raw.element.hidden = kind !== 'CUSTOM';
    for (const f of [interval, until, count]) {
      f.control.disabled = f.element.hidden;
    }
    showPreview();
  }

  let timer = 0;
  let asked = 0;
  function showPreview() {
    clearTimeout(timer);
    const request = { start: startOf(), recurrence: rule() };
    if (request.recurrence.length === 0) {
      asked++;
      preview.replaceChildren();
      return;
    }
    timer = setTimeout(async () => {
      const mine = ++asked;
      let content;
      try {
        const answer = await app.api.previewRecurrence({ ...request, limit: PREVIEW_DATES });
        content = previewContent(app, answer);
      } catch (trouble) {
        content = [h('p', { class: 'field-error' }, describe(app, trouble))];
      }
      if (mine === asked) {
        preview.replaceChildren(...content);
      }
    }, PREVIEW_DELAY_MS);
  }

  const rule = () => writeRepeat(read(), startDate(), startOf(), app.weekStart);

  freq.control.addEventListener('change', () => {
    if (freq.control.value === 'CUSTOM' && raw.control.value.trim() === '') {
      raw.control.value = 'RRULE:FREQ=WEEKLY';
    }
    arrange();
  });
  for (const part of [interval, monthly, end, until, count, raw]) {
    part.control.addEventListener(part === raw ? 'input' : 'change', () => {
      keepText();
      arrange();
    });
  }
  days.element.addEventListener('change', () => {
    keepText();
    arrange();
  });

  /* Whoever goes on to the rule's text finds there what the fields said. */
  function keepText() {
    if (freq.control.value !== 'CUSTOM') {
      raw.control.value = rule().join('\n');
    }
  }

  let lastDate = startDate();
  function startChanged() {
    const date = startDate();
    if (date !== lastDate) {
      const before = noRepeat(lastDate).days[0];
      if (days.read().join() === before) {
        days.set(noRepeat(date).days);
      }
      lastDate = date;
      const chosen = monthly.control.value;
      const wasLast = chosen.startsWith('-1');
      const choices = monthlyChoices(date);
      const next = chosen === 'day' ? 'day' : wasLast ? choices.find((c) => c.startsWith('-1')) : choices[1];
      fillMonthly(next ?? 'day');
    }
    arrange();
  }

  set(repeat);
  return { element, read, set, startChanged, pointers: { '/recurrence': freq } };
}

function linesOf(text) {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => (/^(RRULE|EXRULE|RDATE|EXDATE)[:;]/i.test(line) ? line : `RRULE:${line}`));
}

function weekdayBoxes(app) {
  const order = DAYS.map((_, i) => (i + app.weekStart) % 7);
  const boxes = order.map((day) => {
    const box = checkField(weekdayName(app.formatTag, day, 'short'), false);
    box.control.setAttribute('aria-label', weekdayName(app.formatTag, day, 'long'));
    return { ...box, name: DAYS[day] };
  });
  const element = h(
    'div',
    { class: 'weekdays', role: 'group', 'aria-label': app.text('repeat.onDays') },
    boxes.map((box) => box.element),
  );
  let last = [];
  const read = () => {
    const chosen = DAYS.filter((d) => boxes.find((b) => b.name === d).control.checked);
    return chosen.length ? chosen : last;
  };
  const set = (days) => {
    for (const box of boxes) {
      box.control.checked = days.includes(box.name);
    }
    last = days;
  };
  element.addEventListener('change', () => {
    if (boxes.some((b) => b.control.checked)) {
      last = read();
    } else {
      set(last);
    }
  });
  return { element, read, set };
}

function previewContent(app, { occurrences = [], end, inWords }) {
  const words = inWords?.[app.language];
  const item = (occurrence) => {
    const wall = wallIn(occurrence.start ?? occurrence, app.zone);
    return h('li', {}, wall.length === 10 ? dayText(app.formatTag, wall) : momentText(app.formatTag, wall));
  };
  return [
    words ? h('p', { class: 'preview-words' }, words) : null,
    h('h3', {}, app.text(occurrences.length ? 'repeat.next' : 'repeat.noDates')),
    h('ol', {}, occurrences.map(item)),
    end === 'exhausted' && occurrences.length
      ? h('p', { class: 'muted' }, app.text('repeat.thatIsAll'))
      : null,
  ].filter(Boolean);
}
