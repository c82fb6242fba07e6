/*
 * The ways to change what is booked. Every one of them asks for the scope on a series, offers the
 * free times when the server refuses a conflict, and throws the server's other refusals.
 */
import { Problem } from '../app/http.js';
import { endOf, likeTime } from '../time/event-time.js';
import { conflictDialog } from './conflict-dialog.js';
import { askScope, SCOPES } from './scope-dialog.js';

export const isSeries = (event) => (event.recurrence ?? []).length > 0;

/**
 * Runs `attempt(null)`; after a conflict, `attempt(times)` with the times the person took. `like`
 * ({start, end}) says which kind of time the event has. Answers null when the person gave up.
 */
export async function bookOrSuggest(app, like, attempt) {
  let times = null;
  for (;;) {
    try {
      const answer = await attempt(times);
      tellWarnings(app, answer);
      return answer ?? {};
    } catch (trouble) {
      if (!(trouble instanceof Problem) || !trouble.isConflict()) {
        throw trouble;
      }
      const taken = await conflictDialog(app, trouble.body);
      if (!taken) {
        return null;
      }
      times = { start: likeTime(taken.start, like.start), end: likeTime(taken.end, like.end) };
    }
  }
}

/**
 * Changes an event, or part of its series. `patchFor(kind)` makes the merge patch for a scope (null
 * for a single event). Answers the event, or null when nothing was changed.
 */
export async function changeEvent(app, { loaded, occurrence, patchFor, allowed = SCOPES }) {
  const { event, etag } = loaded;
  let scope = null;
  if (isSeries(event)) {
    const kind = await askScope(app, {
      title: app.text('scope.changeTitle'),
      action: app.text('save'),
      allowed,
    });
    if (!kind) {
      return null;
    }
    scope = { kind, occurrence: occurrence?.occurrence };
  }
  const patch = patchFor(scope?.kind ?? null);
  if (Object.keys(patch).length === 0) {
    return event;
  }
  const like = {
    start: patch.start ?? occurrence?.start ?? event.start,
    end: patch.end ?? occurrence?.end ?? endOf(event),
  };
  return bookOrSuggest(app, like, (times) =>
    app.api.changeEvent(event, etag, { ...patch, ...times }, scope),
  );
}

/**
 * Deletes an event, or part of its series, after asking. Answers null when it did not, and otherwise
 * `{whole}`: whether all of it is gone.
 */
export async function deleteEvent(app, { loaded, occurrence, confirm }) {
  const { event, etag } = loaded;
  let scope = null;
  if (isSeries(event)) {
    const kind = await askScope(app, {
      title: app.text('scope.deleteTitle'),
      action: app.text('delete'),
      danger: true,
    });
    if (!kind) {
      return null;
    }
    scope = { kind, occurrence: occurrence.occurrence };
  } else if (!(await confirm())) {
    return null;
  }
  await app.api.deleteEvent(event, etag, scope);
  return { whole: !scope || scope.kind === 'all' };
}

function tellWarnings(app, answer) {
  const warnings = answer?.warnings;
  const conflicts = warnings?.conflicts ?? (Array.isArray(warnings) ? warnings : []);
  if (conflicts.length) {
    const titles = conflicts.map((c) => c.title || app.text('conflict.busy'));
    app.toasts.show({
      title: app.text('conflict.booked'),
      message: app.text('conflict.overlaps', { titles: [...new Set(titles)].slice(0, 3).join(', ') }),
    });
  }
}
