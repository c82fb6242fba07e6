-- Events in several calendars at once, time that is held, and what lets a booking read less.
-- Columns ending in _ms are milliseconds since 1970-01-01T00:00:00Z.

-- Which tables beside this one have rows of the event: the sum of 1 for tags, 2 for reminders, 4
-- for changed occurrences, 8 for other calendars. Who reads an event need not look in the others.
ALTER TABLE ${prefix}event ADD COLUMN parts smallint DEFAULT 15 NOT NULL;

-- The order in which a whole calendar is read.
CREATE INDEX ${prefix}event_by_id ON ${prefix}event (calendar_id, event_id);

-- Nobody holds time in the calendar from then on.
ALTER TABLE ${prefix}calendar ADD COLUMN held_until_ms ${instant} DEFAULT 0 NOT NULL;

CREATE INDEX ${prefix}calendar_change_age ON ${prefix}calendar_change (at_ms);

-- The calendars that an event is in beside the one that it belongs to.
CREATE TABLE ${prefix}event_also_in (
  event_id ${id} NOT NULL,
  calendar_id ${id} NOT NULL,
  PRIMARY KEY (event_id, calendar_id),
  CONSTRAINT ${prefix}event_also_in_event FOREIGN KEY (event_id)
    REFERENCES ${prefix}event (event_id) ON DELETE CASCADE,
  CONSTRAINT ${prefix}event_also_in_calendar FOREIGN KEY (calendar_id)
    REFERENCES ${prefix}calendar (calendar_id) ON DELETE CASCADE
) ${table};

CREATE INDEX ${prefix}event_also_in_by_calendar ON ${prefix}event_also_in (calendar_id, event_id);

-- Time that is kept for somebody until they book it, let it go, or it expires.
CREATE TABLE ${prefix}booking_hold (
  hold_id ${id} NOT NULL,
  owner_id ${id} NOT NULL,
  start_ms ${instant} NOT NULL,
  end_ms ${instant} NOT NULL,
  expires_ms ${instant} NOT NULL,
  PRIMARY KEY (hold_id),
  CONSTRAINT ${prefix}booking_hold_range CHECK (start_ms < end_ms)
) ${table};

CREATE INDEX ${prefix}booking_hold_expiry ON ${prefix}booking_hold (expires_ms);

CREATE TABLE ${prefix}booking_hold_in (
  hold_id ${id} NOT NULL,
  calendar_id ${id} NOT NULL,
  PRIMARY KEY (calendar_id, hold_id),
  CONSTRAINT ${prefix}booking_hold_in_hold FOREIGN KEY (hold_id)
    REFERENCES ${prefix}booking_hold (hold_id) ON DELETE CASCADE,
  CONSTRAINT ${prefix}booking_hold_in_calendar FOREIGN KEY (calendar_id)
    REFERENCES ${prefix}calendar (calendar_id) ON DELETE CASCADE
) ${table};

CREATE INDEX ${prefix}booking_hold_in_by_hold ON ${prefix}booking_hold_in (hold_id);
