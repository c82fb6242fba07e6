/*
 * Who is signed in. The access token lives in memory only; the refresh token is an HttpOnly cookie
 * that no script can read. A mark in local storage says that such a cookie may exist, so that a
 * visitor who never signed in causes no refused request.
 *
 * A refresh token is good for one use, and a second use revokes the whole family. Tabs share the
 * cookie, so refreshing is serialised across tabs with the Web Locks API where there is one.
 */
import { Problem, send } from './http.js';

const MARK = 'scheduling.signedIn';
const REFRESH_AHEAD_S = 45;
const RETRY_MS = 10_000;

/** Fires `signedin`, `signedout` and, whenever there is a new access token, `token`. */
export class Session extends EventTarget {
  #token = null;
  #expiresAt = 0;
  #timer = 0;
  #refreshing = null;

  constructor() {
    super();
    addEventListener('storage', (event) => {
      if (event.key === MARK && event.newValue === null && this.#token) {
        this.#end();
      }
    });
  }

  get signedIn() {
    return this.#token !== null;
  }

  async setUp(token, email, password) {
    await send('POST', 'v1/setup', { body: { token, email, password } });
    await this.signIn(email, password);
  }

  async signUp(account) {
    await send('POST', 'v1/accounts', { body: account });
  }

  async confirm(token) {
    await send('POST', 'v1/accounts/confirm', { body: { token } });
  }

  async askForReset(email) {
    await send('POST', 'v1/password-resets', { body: { email } });
  }

  async redeemReset(token, password) {
    await send('POST', 'v1/password-resets/redeem', { body: { token, password } });
    this.#end();
  }

  /** Ends every other session; this one goes on with the token of the answer. */
  async changePassword(currentPassword, newPassword) {
    const token = await this.freshToken();
    const body = { currentPassword, newPassword };
    this.#accept((await send('POST', 'v1/me/password', { body, token })).body);
  }

  async signIn(email, password) {
    const answer = await send('POST', 'v1/sessions', { body: { email, password, cookie: true } });
    localStorage.setItem(MARK, '1');
    this.#accept(answer.body);
    this.dispatchEvent(new Event('signedin'));
  }

  /** Takes up the session of an earlier visit; answers whether there was one. */
  async resume() {
    if (localStorage.getItem(MARK) === null) {
      return false;
    }
    await this.refresh();
    return this.signedIn;
  }

  /** `which` is `current` or `all`. */
  async signOut(which = 'current') {
    const token = this.#token;
    this.#end();
    await send('DELETE', `v1/sessions/${which}`, { token }).catch(() => {});
  }

  /** An access token that is good for some seconds yet; null when signed out. */
  async freshToken() {
    if (this.#token && Date.now() > this.#expiresAt - 5_000) {
      await this.refresh();
    }
    return this.#token;
  }

  /** Gets a new access token; callers that come meanwhile share one request. */
  refresh() {
    this.#refreshing ??= this.#refreshOnce().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refreshOnce() {
    const ask = () => send('POST', 'v1/sessions/refresh', { body: {} });
    try {
      const answer = await (navigator.locks?.request('scheduling.refresh', ask) ?? ask());
      this.#accept(answer.body);
    } catch (trouble) {
      if (trouble instanceof Problem && trouble.status < 500 && trouble.status !== 429) {
        this.#end();
      } else if (this.#token) {
        this.#schedule(RETRY_MS);
      } else {
        throw trouble;
      }
    }
  }

  #accept({ accessToken, expiresIn }) {
    this.#token = accessToken;
    this.#expiresAt = Date.now() + expiresIn * 1000;
    this.#schedule(Math.max(5, expiresIn - REFRESH_AHEAD_S) * 1000);
    this.dispatchEvent(new Event('token'));
  }

  #schedule(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh().catch(() => {}), ms);
  }

  #end() {
    clearTimeout(this.#timer);
    const was = this.#token;
    this.#token = null;
    localStorage.removeItem(MARK);
    if (was) {
      this.dispatchEvent(new Event('signedout'));
    }
  }
}
