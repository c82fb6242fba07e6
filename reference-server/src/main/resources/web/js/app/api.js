/* The server's resources by name. Adds the access token, and once a new one when it has expired. */
import { Problem, send } from './http.js';
import { randomKey } from './random.js';

const PAGE_LIMIT = 50;
const IMPORT_LIMIT_MS = 180_000;

const id = encodeURIComponent;

/** `onOwnChange(id)` is told which event, or with an import which calendar, this page has changed. */
export function createApi(session, onOwnChange = () => {}) {
  async function call(method, path, options = {}) {
    const token = await session.freshToken();
    try {
      return await send(method, path, { ...options, token });
    } catch (trouble) {
      if (!(trouble instanceof Problem) || trouble.status !== 401 || !session.signedIn) {
        throw trouble;
      }
      await session.refresh();
      return send(method, path, { ...options, token: await session.freshToken() });
    }
  }

  async function list(path, parameters = {}) {
    const items = [];
    let pageToken = null;
    for (let page = 0; page < PAGE_LIMIT; page++) {
      const query = new URLSearchParams(parameters);
      if (pageToken) {
        query.set('pageToken', pageToken);
      }
      const { body } = await call('GET', query.size ? `${path}?${query}` : path);
      items.push(...body.items);
      pageToken = body.nextPageToken;
      if (!pageToken) {
        break;
      }
    }
    return items;
  }

  const events = (calendarId) => `v1/calendars/${id(calendarId)}/events`;
  const one = (event, scope) => {
    const query = new URLSearchParams();
    if (scope) {
      query.set('scope', scope.kind);
      if (scope.kind !== 'all') {
        query.set('occurrence', scope.occurrence);
      }
    }
    return `${events(event.calendarId)}/${id(event.id)}${query.size ? `?${query}` : ''}`;
  };

  return {
    me: async () => (await call('GET', 'v1/me')).body,
    changeMe: async (patch) => (await call('PATCH', 'v1/me', mergePatch(patch))).body,

    deleteMe: () => call('DELETE', 'v1/me'),
    /** A zip of everything, as a Blob. */
    exportAll: async () =>
      (await call('POST', 'v1/me/export', { body: {}, limitMs: IMPORT_LIMIT_MS })).body,

    sessions: () => list('v1/sessions'),
    endSession: (sessionId) => call('DELETE', `v1/sessions/${id(sessionId)}`),
    appPasswords: () => list('v1/me/app-passwords'),
    createAppPassword: async (wish) =>
      (await call('POST', 'v1/me/app-passwords', { body: wish })).body,
    deleteAppPassword: (passwordId) => call('DELETE', `v1/me/app-passwords/${id(passwordId)}`),

    channels: async () => (await call('GET', 'v1/me/channels')).body,
    chooseChannels: (wish) => call('PUT', 'v1/me/channels', { body: wish }),
    testChannel: async (channel) =>
      (await call('POST', `v1/me/channels/${id(channel)}/test`, { body: {} })).body.items,
    devices: () => list('v1/me/push-subscriptions'),
    subscribePush: (subscription) =>
      call('POST', 'v1/me/push-subscriptions', { body: subscription }),
    unsubscribePush: (deviceId) => call('DELETE', `v1/me/push-subscriptions/${id(deviceId)}`),
    connectSlack: (webhookUrl) => call('PUT', 'v1/me/slack', { body: { webhookUrl } }),

    calendars: () => list('v1/calendars'),
    createCalendar: async (calendar) => (await call('POST', 'v1/calendars', { body: calendar })).body,
    changeCalendar: async (calendarId, patch) =>
      (await call('PATCH', `v1/calendars/${id(calendarId)}`, mergePatch(patch))).body,
    deleteCalendar: (calendarId) => call('DELETE', `v1/calendars/${id(calendarId)}`),

    shares: (calendarId) => list(`v1/calendars/${id(calendarId)}/shares`),
    share: (calendarId, email, access) =>
      call('PUT', `v1/calendars/${id(calendarId)}/shares`, { body: { email, access } }),
    unshare: (calendarId, email) =>
      call('DELETE', `v1/calendars/${id(calendarId)}/shares`, { body: { email } }),

    occurrences: (from, to) =>
      list('v1/occurrences', { from: from.toISOString(), to: to.toISOString() }),

    /** The event and its version: `{event, etag}`. */
    async event(calendarId, eventId) {
      const { body, etag } = await call('GET', `${events(calendarId)}/${id(eventId)}`);
      return { event: body, etag };
    },
    /** The same key makes a repeated request harmless; ask for one per intention. */
    newKey: randomKey,
    async createEvent(calendarId, event, key) {
      const headers = { 'Idempotency-Key': key };
      const { body } = await call('POST', events(calendarId), { body: event, headers });
      onOwnChange(body.id);
      return body;
    },
    async changeEvent(event, etag, patch, scope) {
      const request = mergePatch(patch, { 'If-Match': etag });
      const { body } = await call('PATCH', one(event, scope), request);
      onOwnChange(event.id);
      if (body.following) {
        onOwnChange(body.following.id);
      }
      return body;
    },
    async deleteEvent(event, etag, scope) {
      await call('DELETE', one(event, scope), { headers: { 'If-Match': etag } });
      onOwnChange(event.id);
    },

    /** Brings back an event that was deleted whole. */
    async restoreEvent(event) {
      const { body } = await call('POST', `${one(event)}/restore`);
      onOwnChange(event.id);
      return body;
    },

    previewRecurrence: async (request) =>
      (await call('POST', 'v1/recurrence/preview', { body: request })).body,

    async importCalendar(calendarId, text) {
      const { body } = await call('POST', `v1/calendars/${id(calendarId)}/import`, {
        body: text,
        type: 'text/calendar; charset=utf-8',
        limitMs: IMPORT_LIMIT_MS,
      });
      onOwnChange(calendarId);
      return body;
    },
    exportCalendar: async (calendarId) =>
      (await call('GET', `v1/calendars/${id(calendarId)}/export`, { limitMs: IMPORT_LIMIT_MS })).body,

    notifications: (after) => list('v1/notifications', after ? { after } : {}),
    snooze: (reminderId, length) =>
      call('POST', `v1/reminders/${id(reminderId)}/snooze`, { body: { for: length } }),
    dismiss: (reminderId) => call('POST', `v1/reminders/${id(reminderId)}/dismiss`),
    markRead: (upTo) => call('POST', 'v1/notifications/read', { body: { upTo } }),
  };
}

function mergePatch(body, headers = {}) {
  return { body, headers, type: 'application/merge-patch+json' };
}

/** What the server tells anyone: realtimeUrl, signUp, … */
export async function loadConfig() {
  return (await send('GET', 'v1/config')).body;
}
