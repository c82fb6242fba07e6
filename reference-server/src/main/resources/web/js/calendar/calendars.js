/* The calendars one may see, which of them are shown, and their colours. Fires `change`. */
import { colorOf } from './palette.js';

const HIDDEN = 'scheduling.hiddenCalendars';

export class Calendars extends EventTarget {
  #api;
  #hidden = new Set(JSON.parse(localStorage.getItem(HIDDEN) ?? '[]'));
  items = [];

  constructor(api) {
    super();
    this.#api = api;
  }

  async load() {
    this.items = await this.#api.calendars();
    this.dispatchEvent(new Event('change'));
  }

  clear() {
    this.items = [];
  }

  byId(id) {
    return this.items.find((calendar) => calendar.id === id);
  }

  color(id) {
    const index = this.items.findIndex((calendar) => calendar.id === id);
    return colorOf(this.items[index], Math.max(0, index));
  }

  isShown(id) {
    return !this.#hidden.has(id);
  }

  show(id, shown) {
    if (shown) {
      this.#hidden.delete(id);
    } else {
      this.#hidden.add(id);
    }
    localStorage.setItem(HIDDEN, JSON.stringify([...this.#hidden]));
    this.dispatchEvent(new Event('change'));
  }

  mayWrite(id) {
    const access = this.byId(id)?.access;
    return access === 'owner' || access === 'write';
  }

  /** Whether one sees events, and not only when they are. */
  mayRead(id) {
    return this.mayWrite(id) || this.byId(id)?.access === 'read';
  }

  /** Those in which events can be made. */
  writable() {
    return this.items.filter((calendar) => this.mayWrite(calendar.id));
  }
}
