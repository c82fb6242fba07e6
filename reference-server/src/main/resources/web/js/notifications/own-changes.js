/*
 * What this page itself has just changed. The server tells every page of a person about it, this one
 * too, where it would only repeat what the page has said already.
 */

const REMEMBERED_MS = 15_000;

export class OwnChanges {
  #ids = new Map();

  note(id) {
    this.#ids.set(id, Date.now());
    for (const [old, at] of this.#ids) {
      if (Date.now() - at > REMEMBERED_MS) {
        this.#ids.delete(old);
      }
    }
  }

  has(id) {
    return Date.now() - (this.#ids.get(id) ?? -Infinity) < REMEMBERED_MS;
  }
}
