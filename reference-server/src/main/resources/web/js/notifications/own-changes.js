/*
 * What this page itself has just changed. The server tells every page of a person about it, this one
 * too, where it would only repeat what the page has said already.
 */

const REMEMBERED_MS = 15_000;

export class OwnChanges {
  #ids = new Map();

  note(eventId) {
    this.#ids.set(eventId, Date.now());
    for (const [id, at] of this.#ids) {
      if (Date.now() - at > REMEMBERED_MS) {
        this.#ids.delete(id);
      }
    }
  }

  has(eventId) {
    return Date.now() - (this.#ids.get(eventId) ?? -Infinity) < REMEMBERED_MS;
  }
}
