/* iCalendar files in and out, with the server's account of what became of each component. */
import { openDialog } from '../ui/dialog.js';
import { h } from '../ui/dom.js';
import { describe, field, formAlert, onSubmit, select, showFailure } from '../ui/form.js';

const LISTED = 200;

/** Answers whether anything was imported. */
export function importDialog(app) {
  const t = app.text;
  let imported = false;
  return openDialog(app, {
    title: t('import.title'),
    kind: 'dialog-transfer',
    build: (close) => {
      const alert = formAlert();
      const file = field(
        t('import.file'),
        h('input', { type: 'file', accept: '.ics,text/calendar', required: true, autofocus: true }),
      );
      const calendar = field(
        t('import.into'),
        select(app.calendars.writable().map((c) => [c.id, c.name]), app.calendars.writable()[0]?.id),
      );
      const result = h('div', { class: 'import-result', role: 'status' });
      const submit = h('button', { type: 'submit', class: 'button button-primary' }, t('import.action'));
      const form = h(
        'form',
        {},
        h('div', { class: 'dialog-body' }, alert.element, file.element, calendar.element, result),
        h(
          'footer',
          { class: 'dialog-foot' },
          h(
            'button',
            { type: 'button', class: 'button', on: { click: () => close(imported) } },
            t('close'),
          ),
          submit,
        ),
      );
      onSubmit(form, async () => {
        alert.show(null);
        result.replaceChildren(h('p', { class: 'muted' }, t('import.working')));
        try {
          const text = await file.control.files[0].text();
          const answer = await app.api.importCalendar(calendar.control.value, text);
          imported = true;
          result.replaceChildren(...importResult(app, answer));
        } catch (trouble) {
          result.replaceChildren();
          showFailure(app, trouble, alert);
        }
      });
      return form;
    },
  }).then(() => imported);
}

function importResult(app, { imported = 0, updated = 0, skipped = [], warnings = [] }) {
  const t = app.text;
  const rows = (items, text) =>
    h(
      'ul',
      { class: 'import-list' },
      items.slice(0, LISTED).map((item) => h('li', {}, h('code', {}, item.uid || item.component || '–'), ' ', text(item))),
      items.length > LISTED ? h('li', {}, t('conflict.more', { n: items.length - LISTED })) : null,
    );
  return [
    h('p', { class: 'import-counts' }, t('import.counts', { imported, updated, skipped: skipped.length })),
    skipped.length ? h('h3', {}, t('import.skipped')) : null,
    skipped.length ? rows(skipped, (s) => `${s.component ? `${s.component}: ` : ''}${s.reason}`) : null,
    warnings.length ? h('h3', {}, t('import.warnings')) : null,
    warnings.length ? rows(warnings, (w) => w.message) : null,
  ].filter(Boolean);
}

/** Hands the person a file of the whole calendar. */
export async function exportCalendar(app, calendar) {
  try {
    const text = await app.api.exportCalendar(calendar.id);
    const url = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
    const link = h('a', { href: url, download: `${fileName(calendar.name)}.ics` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  } catch (trouble) {
    app.toasts.show({ message: describe(app, trouble), tone: 'error' });
  }
}

const fileName = (name) => name.replace(/[^\p{L}\p{N} _.-]+/gu, '').trim() || 'calendar';
