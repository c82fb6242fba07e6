/*
 * Modal dialogs on the platform's own <dialog>: it keeps the focus inside, closes on Esc and gives
 * the focus back. A dialog is made when it is asked for and removed when it closes.
 */
import { h, uniqueId } from './dom.js';
import { icon } from './icons.js';

/**
 * Opens a dialog and answers a promise of what it was closed with; Esc and the cross answer null.
 * `build(close)` answers the content; whoever builds calls `close(value)`.
 */
export function openDialog(app, { title, kind = '', build }) {
  const titleId = uniqueId('dialog-title');
  return new Promise((resolve) => {
    let answer = null;
    const close = (value = null) => {
      answer = value;
      dialog.close();
    };
    const dialog = h(
      'dialog',
      { class: `dialog ${kind}`, 'aria-labelledby': titleId },
      h(
        'header',
        { class: 'dialog-head' },
        h('h2', { id: titleId }, title),
        h(
          'button',
          {
            type: 'button',
            class: 'icon-button',
            'aria-label': app.text('close'),
            on: { click: () => close() },
          },
          icon('close'),
        ),
      ),
    );
    dialog.append(build(close));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('[autofocus]')?.focus();
  });
}

/** Asks yes or no before something that cannot be taken back lightly. */
export function confirmDialog(app, { title, message, action }) {
  return openDialog(app, {
    title,
    kind: 'dialog-small',
    build: (close) =>
      h(
        'form',
        {
          method: 'dialog',
          on: {
            submit: (event) => {
              event.preventDefault();
              close(true);
            },
          },
        },
        h('p', { class: 'dialog-text' }, message),
        h(
          'footer',
          { class: 'dialog-foot' },
          h('button', { type: 'button', class: 'button', on: { click: () => close() } }, app.text('cancel')),
          h('button', { type: 'submit', class: 'button button-danger', autofocus: true }, action),
        ),
      ),
  });
}
