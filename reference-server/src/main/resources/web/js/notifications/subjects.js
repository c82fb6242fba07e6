/*
 * What notifications are about. A notification names its event by id only; the title and the time are
 * known from what the board has shown, or are asked for. What is gone is not asked for.
 */

const KEPT = 1_000;
const ASKED_AT_ONCE = 20;

export class Subjects {
  #api;
  #calendars;
  #known = new Map();

  constructor(api, calendars) {
    this.#api = api;
    this.#calendars = calendars;
  }

  /** Remembers what occurrences show. */
  learn(occurrences) {
    for (const { eventId, title, start } of occurrences) {
      this.#keep(eventId, { title, start });
    }
  }

  /** `{title, start}` as far as it is known. */
  of({ data = {} }) {
    return { ...this.#known.get(data.eventId), ...onlyGiven(data) };
  }

  /** Asks the server for what is not known yet of these notifications, newest last. */
  async complete(items) {
    const gone = new Set(items.filter((i) => isEnd(i.kind)).map((i) => i.data?.eventId));
    const asked = new Map();
    for (const { data } of items.slice(-ASKED_AT_ONCE)) {
      const known = data?.title ?? this.#known.get(data?.eventId)?.title;
      const isThere = this.#calendars.byId(data?.calendarId) && !gone.has(data.eventId);
      if (data?.eventId && isThere && known === undefined) {
        asked.set(data.eventId, data.calendarId);
      }
    }
    await Promise.all([...asked].map(([eventId, calendarId]) => this.#ask(calendarId, eventId)));
    return asked.size > 0;
  }

  clear() {
    this.#known.clear();
  }

  async #ask(calendarId, eventId) {
    try {
      const { event } = await this.#api.event(calendarId, eventId);
      this.#keep(eventId, { title: event.title, start: event.start });
    } catch {
      this.#keep(eventId, {});
    }
  }

  #keep(eventId, subject) {
    this.#known.delete(eventId);
    this.#known.set(eventId, subject);
    if (this.#known.size > KEPT) {
      this.#known.delete(this.#known.keys().next().value);
    }
  }
}

const isEnd = (kind) => /cancelled|deleted/.test(kind);

function onlyGiven({ title, start }) {
  return { ...(title === undefined ? {} : { title }), ...(start === undefined ? {} : { start }) };
}
