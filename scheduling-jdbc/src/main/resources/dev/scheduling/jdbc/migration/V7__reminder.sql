-- How far each reminder of an event has come: one row for a series, however many occurrences it
-- has. due_ms is the greatest bigint where nothing is to come; position_no is -1 for a reminder
-- that somebody put off. Columns ending in _ms are milliseconds since 1970-01-01T00:00:00Z.
CREATE TABLE ${prefix}reminder (
  reminder_id ${id} NOT NULL,
  owner_id ${id} NOT NULL,
  calendar_id ${id} NOT NULL,
  event_id ${id} NOT NULL,
  placement ${token} NOT NULL,
  position_no integer NOT NULL,
  channels ${label} NOT NULL,
  occurrence ${token},
  starts_ms ${instant},
  due_ms ${instant} NOT NULL,
  repeats smallint NOT NULL,
  staged_ms ${instant} NOT NULL,
  settled_ms ${instant} NOT NULL,
  revision bigint NOT NULL,
  zone_rules ${token} NOT NULL,
  PRIMARY KEY (reminder_id),
  CONSTRAINT ${prefix}reminder_of FOREIGN KEY (event_id)
    REFERENCES ${prefix}event (event_id) ON DELETE CASCADE,
  CONSTRAINT ${prefix}reminder_in FOREIGN KEY (calendar_id)
    REFERENCES ${prefix}calendar (calendar_id) ON DELETE CASCADE,
  CONSTRAINT ${prefix}reminder_position CHECK (position_no >= -1),
  CONSTRAINT ${prefix}reminder_repeats CHECK (repeats IN (0, 1)),
  CONSTRAINT ${prefix}reminder_next CHECK (
    (occurrence IS NULL AND starts_ms IS NULL AND due_ms = 9223372036854775807)
    OR (occurrence IS NOT NULL AND starts_ms IS NOT NULL AND due_ms < 9223372036854775807))
) ${table};

-- The order in which the scheduler claims, and in which old rows are pruned.
CREATE INDEX ${prefix}reminder_due ON ${prefix}reminder (due_ms, staged_ms);

CREATE INDEX ${prefix}reminder_event ON ${prefix}reminder (event_id);

CREATE INDEX ${prefix}reminder_calendar ON ${prefix}reminder (calendar_id);
