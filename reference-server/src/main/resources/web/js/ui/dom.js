/*
 * Elements without markup: text always becomes a text node, so nothing that a server or a person
 * wrote is ever read as HTML.
 */

/**
 * An element. `attributes` takes attributes by name, plus `class`, `on: {event: listener}` and
 * `data: {name: value}`; null, undefined and false leave an attribute out.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener);
      }
    } else if (name === 'data') {
      Object.assign(element.dataset, value);
    } else if (name === 'value' || name === 'checked' || name === 'selected') {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

/** Sets the colour that the style sheets mix into a calendar's events and marks. */
export function tint(element, color) {
  element.style.setProperty('--calendar', color);
  return element;
}

let counter = 0;

/** An id that no other element has. */
export function uniqueId(stem) {
  return `${stem}-${++counter}`;
}
