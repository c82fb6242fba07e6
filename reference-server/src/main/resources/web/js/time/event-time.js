/*
 * A start or end as the API writes it: {dateTime, timeZone}, {dateTime, timeZone: null} (floating) or
 * {date}. A conflict or a suggestion may also carry a bare RFC 3339 instant.
 */
import { plusMs, durationMs, between } from './wall.js';
import { instantAt, wallAt, isZone } from './zones.js';

export const isAllDay = (time) => typeof time === 'object' && time.date !== undefined;

/** The wall time in `zone`; floating times and dates are the same in every zone. */
export function wallIn(time, zone) {
  if (typeof time === 'string') {
    return time.length === 10 ? time : wallAt(new Date(time), zone);
  }
  if (isAllDay(time)) {
    return time.date;
  }
  if (!time.timeZone || time.timeZone === zone || !isZone(time.timeZone)) {
    return time.dateTime;
  }
  return wallAt(instantAt(time.dateTime, time.timeZone), zone);
}

/** The wall time as it is written, in the time's own zone. */
export const ownWall = (time) => time.date ?? time.dateTime;

/** The same kind and zone of time at another wall time. */
export function withWall(time, wall) {
  return isAllDay(time) ? { date: wall.slice(0, 10) } : { dateTime: full(wall), timeZone: time.timeZone };
}

/** A bare instant becomes a time of the same kind as `like`; anything else stays. */
export function likeTime(time, like) {
  if (typeof time !== 'string') {
    return time;
  }
  if (isAllDay(like)) {
    return { date: time.slice(0, 10) };
  }
  const zone = like.timeZone;
  return { dateTime: zone ? wallAt(new Date(time), zone) : full(time.slice(0, 19)), timeZone: zone };
}

/** Where an event ends, also when it says so by a duration. */
export function endOf(event) {
  if (event.end) {
    return event.end;
  }
  const ms = event.duration ? durationMs(event.duration) : isAllDay(event.start) ? 86_400_000 : 0;
  return withWall(event.start, plusMs(ownWall(event.start), Number.isFinite(ms) ? ms : 0));
}

/** How long, in milliseconds of wall time. */
export const lengthMs = (start, end) => between(ownWall(start), ownWall(end));

const full = (wall) => (wall.length === 16 ? `${wall}:00` : wall);
