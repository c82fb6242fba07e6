/* A button with a panel that opens below it and closes on Esc or a click elsewhere. */
import { h, uniqueId } from './dom.js';

export function popover(buttonAttributes, buttonContent, panelAttributes, ...content) {
  const id = uniqueId('panel');
  const panel = h('div', { ...panelAttributes, id, popover: 'auto' }, content);
  const button = h(
    'button',
    { type: 'button', popovertarget: id, 'aria-expanded': 'false', ...buttonAttributes },
    buttonContent,
  );
  panel.addEventListener('toggle', (event) => {
    button.setAttribute('aria-expanded', String(event.newState === 'open'));
  });
  return { button, panel, close: () => panel.hidePopover() };
}
