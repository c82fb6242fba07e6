-- Calendars, their events and the log of changes. Columns ending in _ms are milliseconds since
-- 1970-01-01T00:00:00Z. Local times are ISO 8601 text: local time and zone are the truth, and the
-- instants beside them are derived.

CREATE TABLE ${prefix}calendar (
  calendar_id ${id} NOT NULL,
  owner_id ${id} NOT NULL,
  name ${label} NOT NULL,
  zone ${token} NOT NULL,
  color ${token},
  conflict_policy ${token} NOT NULL,
  revision bigint NOT NULL,
  PRIMARY KEY (calendar_id),
  CONSTRAINT ${prefix}calendar_policy CHECK (conflict_policy IN ('REJECT', 'WARN', 'ALLOW')),
  CONSTRAINT ${prefix}calendar_revision CHECK (revision >= 0)
) ${table};

CREATE INDEX ${prefix}calendar_owner ON ${prefix}calendar (owner_id);

CREATE TABLE ${prefix}calendar_reminder (
  calendar_id ${id} NOT NULL,
  position integer NOT NULL,
  relative_to ${token} NOT NULL,
  distance ${token},
  at_ms ${instant},
  channels ${label} NOT NULL,
  PRIMARY KEY (calendar_id, position),
  CONSTRAINT ${prefix}calendar_reminder_of FOREIGN KEY (calendar_id)
    REFERENCES ${prefix}calendar (calendar_id) ON DELETE CASCADE,
  CONSTRAINT ${prefix}calendar_reminder_when CHECK (
    (relative_to IN ('START', 'END') AND distance IS NOT NULL AND at_ms IS NULL)
    OR (relative_to = 'NOTHING' AND distance IS NULL AND at_ms IS NOT NULL))
) ${table};

-- One line a revision, without gaps from the oldest that is kept. An event's line outlives the
-- event, so event_id refers to nothing.
CREATE TABLE ${prefix}calendar_change (
  calendar_id ${id} NOT NULL,
  revision bigint NOT NULL,
  event_id ${id} NOT NULL,
  kind ${token} NOT NULL,
  at_ms ${instant} NOT NULL,
  PRIMARY KEY (calendar_id, revision),
  CONSTRAINT ${prefix}calendar_change_of FOREIGN KEY (calendar_id)
    REFERENCES ${prefix}calendar (calendar_id) ON DELETE CASCADE,
  CONSTRAINT ${prefix}calendar_change_kind CHECK (kind IN ('CREATED', 'UPDATED', 'DELETED'))
) ${table};

-- first_ms and last_ms hold all occurrences between them; a series without end has the greatest
-- bigint. Deleted events wait for their owner's change of mind until they are purged.
CREATE TABLE ${prefix}event (
  event_id ${id} NOT NULL,
  calendar_id ${id} NOT NULL,
  ical_uid ${label} NOT NULL,
  title ${text} NOT NULL,
  description ${text} NOT NULL,
  location ${text} NOT NULL,
  start_kind ${token} NOT NULL,
  start_local ${token} NOT NULL,
  start_zone ${token},
  length ${token} NOT NULL,
  end_local ${token},
  end_zone ${token},
  recurrence ${text} NOT NULL,
  transparency ${token} NOT NULL,
  status ${token} NOT NULL,
  split_from ${id},
  version bigint NOT NULL,
  ical_sequence integer NOT NULL,
  created_ms ${instant} NOT NULL,
  updated_ms ${instant} NOT NULL,
  deleted_ms ${instant},
  first_ms ${instant} NOT NULL,
  last_ms ${instant} NOT NULL,
  PRIMARY KEY (event_id),
  CONSTRAINT ${prefix}event_in_calendar FOREIGN KEY (calendar_id)
    REFERENCES ${prefix}calendar (calendar_id) ON DELETE CASCADE,
  CONSTRAINT ${prefix}event_split_from FOREIGN KEY (split_from)
    REFERENCES ${prefix}event (event_id) ON DELETE SET NULL,
  CONSTRAINT ${prefix}event_start CHECK (
    (start_kind = 'ZONED' AND start_zone IS NOT NULL)
    OR (start_kind IN ('FLOATING', 'DATE') AND start_zone IS NULL)),
  CONSTRAINT ${prefix}event_transparency CHECK (transparency IN ('OPAQUE', 'TRANSPARENT')),
  CONSTRAINT ${prefix}event_status CHECK (status IN ('CONFIRMED', 'TENTATIVE', 'CANCELLED')),
  CONSTRAINT ${prefix}event_version CHECK (version > 0 AND ical_sequence >= 0),
  CONSTRAINT ${prefix}event_bounds CHECK (first_ms <= last_ms)
) ${table};

CREATE INDEX ${prefix}event_by_time ON ${prefix}event (calendar_id, last_ms, first_ms);

CREATE INDEX ${prefix}event_by_uid ON ${prefix}event (calendar_id, ical_uid);

CREATE INDEX ${prefix}event_by_origin ON ${prefix}event (split_from);

CREATE INDEX ${prefix}event_deleted ON ${prefix}event (deleted_ms);

CREATE TABLE ${prefix}event_tag (
  event_id ${id} NOT NULL,
  tag ${label} NOT NULL,
  PRIMARY KEY (event_id, tag),
  CONSTRAINT ${prefix}event_tag_of FOREIGN KEY (event_id)
    REFERENCES ${prefix}event (event_id) ON DELETE CASCADE
) ${table};

CREATE TABLE ${prefix}event_reminder (
  event_id ${id} NOT NULL,
  position integer NOT NULL,
  relative_to ${token} NOT NULL,
  distance ${token},
  at_ms ${instant},
  channels ${label} NOT NULL,
  PRIMARY KEY (event_id, position),
  CONSTRAINT ${prefix}event_reminder_of FOREIGN KEY (event_id)
    REFERENCES ${prefix}event (event_id) ON DELETE CASCADE,
  CONSTRAINT ${prefix}event_reminder_when CHECK (
    (relative_to IN ('START', 'END') AND distance IS NOT NULL AND at_ms IS NULL)
    OR (relative_to = 'NOTHING' AND distance IS NULL AND at_ms IS NOT NULL))
) ${table};

-- Occurrences that were changed, named by their original start. What is null is as in the series;
-- tags are lines of text, or null.
CREATE TABLE ${prefix}occurrence_override (
  event_id ${id} NOT NULL,
  occurrence ${token} NOT NULL,
  reach ${token} NOT NULL,
  start_local ${token} NOT NULL,
  start_zone ${token},
  length ${token} NOT NULL,
  title ${text},
  description ${text},
  location ${text},
  transparency ${token},
  status ${token},
  tags ${text},
  PRIMARY KEY (event_id, occurrence),
  CONSTRAINT ${prefix}occurrence_override_of FOREIGN KEY (event_id)
    REFERENCES ${prefix}event (event_id) ON DELETE CASCADE,
  CONSTRAINT ${prefix}occurrence_override_reach CHECK (reach IN ('THIS', 'THIS_AND_FUTURE')),
  CONSTRAINT ${prefix}occurrence_override_busy
    CHECK (transparency IS NULL OR transparency IN ('OPAQUE', 'TRANSPARENT')),
  CONSTRAINT ${prefix}occurrence_override_status
    CHECK (status IS NULL OR status IN ('CONFIRMED', 'TENTATIVE', 'CANCELLED'))
) ${table};
