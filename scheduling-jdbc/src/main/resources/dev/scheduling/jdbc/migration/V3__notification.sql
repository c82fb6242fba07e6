-- What owners are told. Columns ending in _ms are milliseconds since 1970-01-01T00:00:00Z.

-- One row an owner: its lock is what makes the sequence free of gaps. The epoch names this history
-- of the owner; sequences of different epochs cannot be compared.
CREATE TABLE ${prefix}notification_feed (
  owner_id ${id} NOT NULL,
  epoch ${id} NOT NULL,
  latest bigint NOT NULL,
  read_up_to bigint NOT NULL,
  pruned_up_to bigint NOT NULL,
  PRIMARY KEY (owner_id),
  CONSTRAINT ${prefix}notification_feed_latest CHECK (latest >= 0),
  CONSTRAINT ${prefix}notification_feed_read CHECK (read_up_to BETWEEN 0 AND latest),
  CONSTRAINT ${prefix}notification_feed_pruned CHECK (pruned_up_to BETWEEN 0 AND latest)
) ${table};

CREATE TABLE ${prefix}notification (
  owner_id ${id} NOT NULL,
  sequence_no bigint NOT NULL,
  notification_id ${token} NOT NULL,
  kind ${token} NOT NULL,
  at_ms ${instant} NOT NULL,
  data ${text} NOT NULL,
  PRIMARY KEY (owner_id, sequence_no),
  CONSTRAINT ${prefix}notification_owner FOREIGN KEY (owner_id)
    REFERENCES ${prefix}notification_feed (owner_id),
  CONSTRAINT ${prefix}notification_once UNIQUE (owner_id, notification_id),
  CONSTRAINT ${prefix}notification_sequence CHECK (sequence_no > 0)
) ${table};

CREATE INDEX ${prefix}notification_age ON ${prefix}notification (at_ms);
