/*
 * One request to the server. Knows JSON, problem+json and time limits; knows nothing of sessions.
 * Paths are relative to the page's own address, so the page also works behind a path prefix.
 */

const REQUEST_LIMIT_MS = 30_000;

/** A refusal by the server: RFC 9457 problem details, or what can be told without them. */
export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail || body?.title || `HTTP ${status}`);
    this.status = status;
    this.body = body ?? {};
    this.detail = body?.detail ?? '';
    this.errors = Array.isArray(body?.errors) ? body.errors : [];
    this.requestId = body?.requestId ?? null;
  }

  isConflict() {
    return this.status === 409 && String(this.body.type ?? '').endsWith('/schedule-conflict');
  }
}

/** The server could not be reached, or did not answer in time. */
export class Unreachable extends Error {}

/**
 * Sends one request. A body that is a string or a Blob goes as it is with `type`; anything else as JSON.
 * Answers `{status, body, etag}`; throws Problem or Unreachable.
 */
export async function send(method, path, options = {}) {
  const { body, token, type, headers = {}, limitMs = REQUEST_LIMIT_MS } = options;
  const raw = typeof body === 'string' || body instanceof Blob;
  const all = { Accept: 'application/json, application/problem+json, text/calendar', ...headers };
  if (token) {
    all.Authorization = `Bearer ${token}`;
  }
  if (body !== undefined) {
    all['Content-Type'] = type ?? 'application/json';
  }
  let response;
  let content;
  try {
    response = await fetch(new URL(path, document.baseURI), {
      method,
      headers: all,
      body: body === undefined ? undefined : raw ? body : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(limitMs),
    });
    const zipped = response.headers.get('Content-Type') === 'application/zip';
    content = await (zipped ? response.blob() : response.text());
  } catch (cause) {
    throw new Unreachable('the server cannot be reached', { cause });
  }
  const value = readBody(response, content);
  if (!response.ok) {
    throw new Problem(response.status, typeof value === 'object' ? value : null);
  }
  return { status: response.status, body: value, etag: response.headers.get('ETag') };
}

function readBody(response, content) {
  const type = response.headers.get('Content-Type') ?? '';
  if (content instanceof Blob || content === '' || !/[/+]json\b/.test(type)) {
    return content;
  }
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}
