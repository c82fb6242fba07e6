/* How far a change to a series reaches: the same question for editing, dragging and deleting. */
import { openDialog } from '../ui/dialog.js';
import { h } from '../ui/dom.js';

export const SCOPES = ['this', 'following', 'all'];

/** Answers one of `allowed`, the first preselected, or null when the person thinks better of it. */
export function askScope(app, { title, action, danger = false, allowed = SCOPES }) {
  return openDialog(app, {
    title,
    kind: 'dialog-small',
    build: (close) => {
      const radios = allowed.map((kind, index) =>
        h(
          'label',
          { class: 'choice' },
          h('input', {
            type: 'radio',
            name: 'scope',
            value: kind,
            checked: index === 0,
            autofocus: index === 0,
          }),
          h('span', {}, app.text(`scope.${kind}`)),
        ),
      );
      const form = h(
        'form',
        {
          on: {
            submit: (event) => {
              event.preventDefault();
              close(new FormData(form).get('scope'));
            },
          },
        },
        h(
          'fieldset',
          { class: 'choices' },
          h('legend', { class: 'visually-hidden' }, title),
          radios,
        ),
        allowed.length < SCOPES.length
          ? h('p', { class: 'field-hint' }, app.text('scope.limited'))
          : null,
        h(
          'footer',
          { class: 'dialog-foot' },
          h(
            'button',
            { type: 'button', class: 'button', on: { click: () => close() } },
            app.text('cancel'),
          ),
          h(
            'button',
            { type: 'submit', class: danger ? 'button button-danger' : 'button button-primary' },
            action,
          ),
        ),
      );
      return form;
    },
  });
}
