/*
 * The live connection. It remembers where it stands as (epoch, sequence) and says so in its first
 * frame, so that after any gap the server sends what was missed, in order. A frame at or before
 * that position is dropped. When it cannot stay connected it comes back with a delay that doubles
 * up to a limit, of which a random part is taken, so that a restarted server is not met by all at once.
 */

const SUBPROTOCOL = 'scheduling.v1';
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
const STABLE_MS = 10_000;
const ACK_DELAY_MS = 500;
const UNAUTHENTICATED = 4401;

/** Fires `notification` (detail: the frame), `reset`, and `state` (detail: offline, connecting, live). */
export class Realtime extends EventTarget {
  #session;
  #url;
  #socket = null;
  #position = null;
  #attempt = 0;
  #timer = 0;
  #ackTimer = 0;
  #wanted = false;

  constructor(session, url) {
    super();
    this.#session = session;
    this.#url = url;
    session.addEventListener('token', () => this.#sendNewToken());
    addEventListener('online', () => this.#hurry());
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) {
        this.#hurry();
      }
    });
  }

  /** Connects, and asks for what came after `{epoch, sequence}` if that is known. */
  start(position) {
    this.#position = position;
    this.#wanted = true;
    this.#attempt = 0;
    this.#connect();
  }

  stop() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#ackTimer);
    this.#socket?.close(1000);
    this.#socket = null;
    this.#position = null;
  }

  #hurry() {
    if (this.#wanted && !this.#socket) {
      clearTimeout(this.#timer);
      this.#attempt = 0;
      this.#connect();
    }
  }

  async #connect() {
    clearTimeout(this.#timer);
    this.#state('connecting');
    const token = await this.#session.freshToken().catch(() => null);
    if (!this.#wanted || this.#socket) {
      return;
    }
    if (!token) {
      this.#later();
      return;
    }
    let socket;
    try {
      socket = new WebSocket(this.#url, SUBPROTOCOL);
    } catch {
      this.#later();
      return;
    }
    this.#socket = socket;
    let openedAt = 0;
    socket.onopen = () => {
      openedAt = performance.now();
      this.#send({ type: 'hello', token, ...this.#resumePoint() });
    };
    socket.onmessage = (message) => {
      if (socket === this.#socket) {
        this.#receive(message.data);
      }
    };
    socket.onclose = (event) => {
      if (socket !== this.#socket) {
        return;
      }
      this.#socket = null;
      clearTimeout(this.#ackTimer);
      this.#ackTimer = 0;
      if (openedAt && performance.now() - openedAt > STABLE_MS) {
        this.#attempt = 0;
      }
      if (event.code === UNAUTHENTICATED) {
        this.#session.refresh().catch(() => {});
      }
      this.#later();
    };
  }

  #resumePoint() {
    return this.#position ? { epoch: this.#position.epoch, after: this.#position.sequence } : {};
  }

  #later() {
    if (!this.#wanted) {
      return;
    }
    this.#state('offline');
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#attempt++);
    this.#timer = setTimeout(() => this.#connect(), ceiling * (0.5 + Math.random() / 2));
  }

  #receive(text) {
    let frame;
    try {
      frame = JSON.parse(text);
    } catch {
      return;
    }
    switch (frame.type) {
      case 'welcome':
        this.#position ??= { epoch: frame.epoch, sequence: frame.latest };
        break;
      case 'notification':
        this.#accept(frame);
        break;
      case 'live':
        this.#state('live');
        break;
      case 'reset':
        this.#position = { epoch: frame.epoch, sequence: frame.latest };
        this.dispatchEvent(new Event('reset'));
        break;
    }
  }

  #accept(frame) {
    const known = this.#position;
    if (known && known.epoch === frame.epoch && frame.sequence <= known.sequence) {
      return;
    }
    this.#position = { epoch: frame.epoch, sequence: frame.sequence };
    this.dispatchEvent(new CustomEvent('notification', { detail: frame }));
    if (!this.#ackTimer) {
      this.#ackTimer = setTimeout(() => {
        this.#ackTimer = 0;
        this.#send({ type: 'ack', sequence: this.#position.sequence });
      }, ACK_DELAY_MS);
    }
  }

  #sendNewToken() {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#session.freshToken().then((token) => this.#send({ type: 'refresh', token }));
    }
  }

  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  #state(state) {
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }
}
