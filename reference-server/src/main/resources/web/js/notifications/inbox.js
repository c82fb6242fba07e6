/*
 * What happened, newest last, and how much of it is unread. Stored and live notifications come in by
 * the same door, which knows each by its id, so that none is listed twice. One of a silent kind says
 * that the page has something else to show, and is not shown itself. Fires `change`.
 */

const KEPT = 200;
const SILENT = 'silent.';
const isSilent = ({ kind }) => String(kind).startsWith(SILENT);

/** A kind as it is named when it is not silent. */
export const plainKind = (kind) => String(kind).replace(SILENT, '');

export class Inbox extends EventTarget {
  #api;
  items = [];

  constructor(api) {
    super();
    this.#api = api;
  }

  /** What there is to be seen. */
  get shown() {
    return this.items.filter((item) => !isSilent(item));
  }

  get unread() {
    return this.shown.filter((item) => !item.read).length;
  }

  /** Where the stored ones end: `{epoch, sequence}`, or null when there are none. */
  get position() {
    const last = this.items.at(-1);
    return last?.epoch === undefined ? null : { epoch: last.epoch, sequence: last.sequence };
  }

  async load() {
    const stored = await this.#api.notifications();
    this.items = stored.sort((a, b) => a.sequence - b.sequence).slice(-KEPT);
    this.#changed();
  }

  /** Answers whether it is new and to be shown. */
  add(frame) {
    if (this.items.some((item) => item.id === frame.id)) {
      return false;
    }
    const { sequence, epoch, id, kind, at, data } = frame;
    this.items = [...this.items, { sequence, epoch, id, kind, at, data, read: false }].slice(-KEPT);
    this.#changed();
    return !isSilent(frame);
  }

  async readAll() {
    const last = this.items.at(-1);
    if (!last || this.unread === 0) {
      return;
    }
    await this.#api.markRead(last.sequence);
    this.items = this.items.map((item) => ({ ...item, read: true }));
    this.#changed();
  }

  clear() {
    this.items = [];
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
