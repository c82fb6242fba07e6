-- By which channels owners want to be told, and what is held for them until later. Columns ending
-- in _ms are milliseconds since 1970-01-01T00:00:00Z.

-- A choice that somebody made; without a row the library's own holds.
CREATE TABLE ${prefix}channel_choice (
  owner_id ${id} NOT NULL,
  kind ${id} NOT NULL,
  channel ${id} NOT NULL,
  wanted smallint NOT NULL,
  PRIMARY KEY (owner_id, kind, channel),
  CONSTRAINT ${prefix}channel_choice_wanted CHECK (wanted IN (0, 1))
) ${table};

-- In minutes of the day on the zone's clock; where the second is the smaller, the hours go over
-- midnight.
CREATE TABLE ${prefix}quiet_hours (
  owner_id ${id} NOT NULL,
  from_minute smallint NOT NULL,
  to_minute smallint NOT NULL,
  zone ${id} NOT NULL,
  PRIMARY KEY (owner_id),
  CONSTRAINT ${prefix}quiet_hours_from CHECK (from_minute BETWEEN 0 AND 1439),
  CONSTRAINT ${prefix}quiet_hours_to CHECK (to_minute BETWEEN 0 AND 1439)
) ${table};

-- One row for each thing that something happened to: the next notification about it takes its place.
CREATE TABLE ${prefix}held_notification (
  owner_id ${id} NOT NULL,
  channel ${id} NOT NULL,
  collapse_key ${token} NOT NULL,
  notification_id ${token} NOT NULL,
  kind ${token} NOT NULL,
  at_ms ${instant} NOT NULL,
  data ${text} NOT NULL,
  PRIMARY KEY (owner_id, channel, collapse_key)
) ${table};
