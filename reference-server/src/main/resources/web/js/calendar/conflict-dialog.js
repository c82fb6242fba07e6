/* A booking was refused: what is in the way, and the free times to take instead. */
import { openDialog } from '../ui/dialog.js';
import { h, tint } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { whenText } from '../time/format.js';

const SHOWN = 5;

/** Answers the suggestion that was taken, or null. */
export function conflictDialog(app, problem) {
  const conflicts = problem.conflicts ?? [];
  const suggestions = problem.suggestions ?? [];
  const count = problem.conflictCount ?? conflicts.length;
  return openDialog(app, {
    title: app.text('conflict.title'),
    kind: 'dialog-conflict',
    build: (close) =>
      h(
        'div',
        { class: 'dialog-body' },
        h('p', { class: 'conflict-lead' }, icon('warn'), h('span', {}, app.text('conflict.lead', { count }))),
        h(
          'ul',
          { class: 'conflict-list', 'aria-label': app.text('conflict.list') },
          conflicts.slice(0, SHOWN).map((conflict) => conflictItem(app, conflict)),
        ),
        count > SHOWN ? h('p', { class: 'muted' }, app.text('conflict.more', { n: count - SHOWN })) : null,
        h('h3', {}, app.text(suggestions.length ? 'conflict.free' : 'conflict.noneFree')),
        h(
          'div',
          { class: 'suggestions' },
          suggestions.map((suggestion, index) =>
            h(
              'button',
              {
                type: 'button',
                class: 'suggestion',
                autofocus: index === 0,
                on: { click: () => close(suggestion) },
              },
              h('strong', {}, whenText(app.formatTag, suggestion.start, suggestion.end, app.zone)),
              suggestion.reason
                ? h('span', {}, app.textOr(`reason.${suggestion.reason}`, suggestion.reason))
                : null,
            ),
          ),
        ),
        h(
          'footer',
          { class: 'dialog-foot' },
          h(
            'button',
            { type: 'button', class: 'button', on: { click: () => close() } },
            app.text('conflict.back'),
          ),
        ),
      ),
  });
}

function conflictItem(app, conflict) {
  const calendar = app.calendars.byId(conflict.calendarId);
  return tint(
    h(
      'li',
      {},
      h('strong', {}, conflict.title || app.text('conflict.busy')),
      h('span', {}, whenText(app.formatTag, conflict.start, conflict.end, app.zone)),
      calendar ? h('span', { class: 'muted' }, calendar.name) : null,
    ),
    app.calendars.color(conflict.calendarId),
  );
}
