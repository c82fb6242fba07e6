/* Labelled fields that show the server's errors where they belong. */
import { Problem, Unreachable } from '../app/http.js';
import { h, uniqueId } from './dom.js';

/** A label, a control and room for its error. `control` is an input, select or textarea. */
export function field(label, control, { hint, wide } = {}) {
  control.id ||= uniqueId('field');
  const error = h('p', { class: 'field-error', id: `${control.id}-error`, hidden: true });
  const hintElement = hint ? h('p', { class: 'field-hint', id: `${control.id}-hint` }, hint) : null;
  control.setAttribute(
    'aria-describedby',
    [hintElement?.id, error.id].filter(Boolean).join(' '),
  );
  const element = h(
    'div',
    { class: wide ? 'field field-wide' : 'field' },
    h('label', { for: control.id }, label),
    control,
    hintElement,
    error,
  );
  return {
    element,
    control,
    setError(message) {
      error.textContent = message ?? '';
      error.hidden = !message;
      if (message) {
        control.setAttribute('aria-invalid', 'true');
      } else {
        control.removeAttribute('aria-invalid');
      }
    },
  };
}

/** A check box with its label at its right. */
export function checkField(label, checked) {
  const control = h('input', { type: 'checkbox', checked });
  return { control, element: h('label', { class: 'check' }, control, h('span', {}, label)) };
}

export function select(options, value) {
  return h(
    'select',
    {},
    options.map(([key, label]) => h('option', { value: key, selected: key === value }, label)),
  );
}

/** The place at the top of a form where that is said which belongs to no single field. */
export function formAlert() {
  const element = h('p', { class: 'form-alert', role: 'alert', hidden: true });
  return {
    element,
    show(message, tone = 'error') {
      element.textContent = message ?? '';
      element.dataset.tone = tone;
      element.hidden = !message;
    },
  };
}

/**
 * Shows a failure: each error of the problem at the field whose pointer it names (the longest that
 * fits), the rest in the alert. `fields` maps a JSON pointer to a field.
 */
export function showFailure(app, failure, alert, fields = {}) {
  for (const each of Object.values(fields)) {
    each.setError(null);
  }
  const rest = [];
  let first = null;
  for (const { pointer, message } of failure instanceof Problem ? failure.errors : []) {
    const home = Object.keys(fields)
      .filter((p) => pointer === p || pointer?.startsWith(`${p}/`))
      .sort((a, b) => b.length - a.length)[0];
    if (home) {
      fields[home].setError(asSentence(message));
      first ??= fields[home].control;
    } else {
      rest.push(asSentence(message));
    }
  }
  const placed = first !== null && rest.length === 0;
  alert.show(placed ? null : [describe(app, failure), ...rest.filter((m) => m !== asSentence(failure.detail))].join(' '));
  first?.focus();
}

/** One sentence for people about what went wrong. */
export function describe(app, failure) {
  if (failure instanceof Unreachable) {
    return app.text('failure.unreachable');
  }
  if (failure instanceof Problem) {
    const sentence = asSentence(failure.detail || failure.message);
    return failure.status >= 500 && failure.requestId
      ? `${sentence} (${app.text('failure.request', { id: failure.requestId })})`
      : sentence;
  }
  console.error(failure);
  return app.text('failure.page');
}

/* The server's details are clauses such as `end must be after start`. */
function asSentence(detail) {
  const sentence = detail.charAt(0).toUpperCase() + detail.slice(1);
  return /[.!?…)]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Runs a form's work on submit, once at a time, with its button busy meanwhile. */
export function onSubmit(form, work) {
  let busy = false;
  form.noValidate = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) {
      return;
    }
    busy = true;
    form.setAttribute('aria-busy', 'true');
    try {
      await work();
    } finally {
      busy = false;
      form.removeAttribute('aria-busy');
    }
  });
}
