/* The frame that signing in, signing up and setting up share. */
import { h } from '../ui/dom.js';
import { field, formAlert, onSubmit, showFailure } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { languageSwitch } from './language-switch.js';

/**
 * `fields` are {pointer: field}; `submit()` does the work and its failures are shown. `more` stands
 * below the form.
 */
export function accountForm(root, app, { title, lead, fields, action, submit, more }) {
  const alert = formAlert();
  const form = h(
    'form',
    { class: 'account-form' },
    h('h1', {}, title),
    lead ? h('p', { class: 'muted' }, lead) : null,
    alert.element,
    Object.values(fields).map((f) => f.element),
    h('button', { type: 'submit', class: 'button button-primary button-wide' }, action),
    more ?? null,
  );
  onSubmit(form, async () => {
    alert.show(null);
    try {
      await submit();
    } catch (trouble) {
      showFailure(app, trouble, alert, fields);
    }
  });
  root.className = 'account-screen';
  root.append(
    h('div', { class: 'account-card' }, h('p', { class: 'brand' }, app.text('product')), form),
    h('div', { class: 'account-foot' }, languageSwitch(app)),
  );
  form.querySelector('input')?.focus();
}

export function emailField(app) {
  return field(
    app.text('account.email'),
    h('input', { type: 'email', required: true, autocomplete: 'username', maxlength: 254 }),
  );
}

/** A password field with a button that shows what was typed; `isNew` says the rule. */
export function passwordField(app, isNew, label = app.text('account.password')) {
  const input = h('input', {
    type: 'password',
    required: true,
    autocomplete: isNew ? 'new-password' : 'current-password',
    minlength: isNew ? 8 : null,
    maxlength: 128,
  });
  const made = field(label, input, {
    hint: isNew ? app.text('account.passwordHint') : null,
  });
  const reveal = h(
    'button',
    {
      type: 'button',
      class: 'icon-button reveal',
      'aria-label': app.text('account.showPassword'),
      'aria-pressed': 'false',
      on: {
        click: () => {
          const shown = input.type === 'password';
          input.type = shown ? 'text' : 'password';
          reveal.setAttribute('aria-pressed', String(shown));
        },
      },
    },
    icon('eye'),
  );
  const wrap = h('div', { class: 'with-button' });
  input.replaceWith(wrap);
  wrap.append(input, reveal);
  return made;
}
