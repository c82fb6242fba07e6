/*
 * Short messages in a corner. They sit in a popover so that they are seen above an open dialog too,
 * and stay longer while the pointer or the focus is on them.
 */
import { h } from './dom.js';
import { icon } from './icons.js';

const SHOWN_MS = 8_000;
const SHOWN_SHORTLY_MS = 4_000;
const MOST = 3;

export class Toasts {
  #region = document.getElementById('toasts');
  #text;

  constructor(text) {
    this.#text = text;
  }

  /**
   * `{title?, message, tone: 'info'|'good'|'error', action?: {label, run}, actions?, stays?}`; what
   * stays is there until somebody closes it or does something with it.
   */
  show({ title, message, tone = 'info', action, actions = action ? [action] : [], stays = false }) {
    let timer = 0;
    const remove = () => {
      clearTimeout(timer);
      toast.remove();
      if (this.#region.childElementCount === 0 && this.#region.matches(':popover-open')) {
        this.#region.hidePopover();
      }
    };
    const later = () => {
      clearTimeout(timer);
      const shortly = tone === 'good' && actions.length === 0;
      timer = stays ? 0 : setTimeout(remove, shortly ? SHOWN_SHORTLY_MS : SHOWN_MS);
    };
    const toast = h(
      'div',
      {
        class: 'toast',
        data: { tone },
        on: {
          mouseenter: () => clearTimeout(timer),
          mouseleave: later,
          focusin: () => clearTimeout(timer),
          focusout: later,
        },
      },
      h(
        'div',
        { class: 'toast-text' },
        title ? h('strong', {}, title) : null,
        h('span', {}, message),
      ),
      ...actions.map(({ label, run }) =>
        h(
          'button',
          {
            type: 'button',
            class: 'button button-quiet',
            on: {
              click: () => {
                remove();
                run();
              },
            },
          },
          label,
        ),
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-label': this.#text('close'),
          on: { click: remove },
        },
        icon('close'),
      ),
    );
    this.#region.append(toast);
    while (this.#region.childElementCount > MOST) {
      this.#region.firstElementChild.remove();
    }
    this.#raise();
    later();
  }

  #raise() {
    if (!this.#region.showPopover) {
      return;
    }
    if (this.#region.matches(':popover-open')) {
      this.#region.hidePopover();
    }
    this.#region.showPopover();
  }
}

/** Says a sentence to people who listen to the page instead of looking at it. */
export function announce(sentence) {
  const region = document.getElementById('announcer');
  region.textContent = '';
  requestAnimationFrame(() => {
    region.textContent = sentence;
  });
}
