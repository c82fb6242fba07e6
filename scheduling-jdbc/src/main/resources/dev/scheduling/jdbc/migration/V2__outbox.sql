-- The outbox: messages that wait to be sent, who may send them, and what became of the others.
-- A message is in exactly one of outbox, outbox_retry and dead_letter, under the number it was
-- given when it was appended. Columns ending in _ms are milliseconds since 1970-01-01T00:00:00Z.

-- No foreign key leads from here to outbox_partition: its check would make every writer wait for
-- the relay, which locks the partition's row while it completes a batch.
CREATE TABLE ${prefix}outbox (
  append_no ${identity},
  partition_no smallint NOT NULL,
  message_id ${token} NOT NULL,
  message_key ${token} NOT NULL,
  message_type ${token} NOT NULL,
  content_type ${token} NOT NULL,
  headers ${text} NOT NULL,
  payload ${bytes} NOT NULL,
  not_before_ms ${instant} NOT NULL,
  created_ms ${instant} NOT NULL,
  PRIMARY KEY (append_no),
  CONSTRAINT ${prefix}outbox_in_partition CHECK (partition_no BETWEEN 0 AND 63)
) ${table};

-- The order in which a relay reads: what may go at once (0) comes first, then what is due.
CREATE INDEX ${prefix}outbox_next ON ${prefix}outbox (partition_no, not_before_ms, append_no);

-- A relay that is alive, so that each can tell its fair share of the partitions.
CREATE TABLE ${prefix}outbox_relay (
  owner ${id} NOT NULL,
  alive_until_ms ${instant} NOT NULL,
  PRIMARY KEY (owner)
) ${table};

-- Who may send a partition's messages, until when. The epoch grows with every new owner.
CREATE TABLE ${prefix}outbox_partition (
  partition_no smallint NOT NULL,
  owner ${id},
  epoch bigint NOT NULL,
  leased_until_ms ${instant} NOT NULL,
  PRIMARY KEY (partition_no),
  CONSTRAINT ${prefix}outbox_partition_no CHECK (partition_no BETWEEN 0 AND 63),
  CONSTRAINT ${prefix}outbox_partition_epoch CHECK (epoch >= 0)
) ${table};

INSERT INTO ${prefix}outbox_partition (partition_no, epoch, leased_until_ms) VALUES
  (0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0), (4, 0, 0), (5, 0, 0), (6, 0, 0), (7, 0, 0),
  (8, 0, 0), (9, 0, 0), (10, 0, 0), (11, 0, 0), (12, 0, 0), (13, 0, 0), (14, 0, 0), (15, 0, 0),
  (16, 0, 0), (17, 0, 0), (18, 0, 0), (19, 0, 0), (20, 0, 0), (21, 0, 0), (22, 0, 0), (23, 0, 0),
  (24, 0, 0), (25, 0, 0), (26, 0, 0), (27, 0, 0), (28, 0, 0), (29, 0, 0), (30, 0, 0), (31, 0, 0),
  (32, 0, 0), (33, 0, 0), (34, 0, 0), (35, 0, 0), (36, 0, 0), (37, 0, 0), (38, 0, 0), (39, 0, 0),
  (40, 0, 0), (41, 0, 0), (42, 0, 0), (43, 0, 0), (44, 0, 0), (45, 0, 0), (46, 0, 0), (47, 0, 0),
  (48, 0, 0), (49, 0, 0), (50, 0, 0), (51, 0, 0), (52, 0, 0), (53, 0, 0), (54, 0, 0), (55, 0, 0),
  (56, 0, 0), (57, 0, 0), (58, 0, 0), (59, 0, 0), (60, 0, 0), (61, 0, 0), (62, 0, 0), (63, 0, 0);

-- Messages that were given up, with the cause.
CREATE TABLE ${prefix}dead_letter (
  append_no bigint NOT NULL,
  partition_no smallint NOT NULL,
  message_id ${token} NOT NULL,
  message_key ${token} NOT NULL,
  message_type ${token} NOT NULL,
  content_type ${token} NOT NULL,
  headers ${text} NOT NULL,
  payload ${bytes} NOT NULL,
  not_before_ms ${instant} NOT NULL,
  created_ms ${instant} NOT NULL,
  attempts integer NOT NULL,
  cause ${text} NOT NULL,
  died_ms ${instant} NOT NULL,
  PRIMARY KEY (append_no),
  CONSTRAINT ${prefix}dead_letter_partition FOREIGN KEY (partition_no)
    REFERENCES ${prefix}outbox_partition (partition_no),
  CONSTRAINT ${prefix}dead_letter_attempts CHECK (attempts > 0)
) ${table};

-- Keys whose messages wait: for another attempt at the first one, or, where held_by says so, for
-- somebody to redrive or discard a dead letter.
CREATE TABLE ${prefix}outbox_parked (
  message_key ${token} NOT NULL,
  partition_no smallint NOT NULL,
  next_attempt_ms ${instant} NOT NULL,
  parked_ms ${instant} NOT NULL,
  held_by bigint,
  PRIMARY KEY (message_key),
  CONSTRAINT ${prefix}outbox_parked_partition FOREIGN KEY (partition_no)
    REFERENCES ${prefix}outbox_partition (partition_no),
  CONSTRAINT ${prefix}outbox_parked_held_by FOREIGN KEY (held_by)
    REFERENCES ${prefix}dead_letter (append_no)
) ${table};

CREATE INDEX ${prefix}outbox_parked_next
  ON ${prefix}outbox_parked (partition_no, next_attempt_ms);

-- Messages of parked keys: the one that failed, and those behind it (attempts = 0).
CREATE TABLE ${prefix}outbox_retry (
  append_no bigint NOT NULL,
  partition_no smallint NOT NULL,
  message_id ${token} NOT NULL,
  message_key ${token} NOT NULL,
  message_type ${token} NOT NULL,
  content_type ${token} NOT NULL,
  headers ${text} NOT NULL,
  payload ${bytes} NOT NULL,
  not_before_ms ${instant} NOT NULL,
  created_ms ${instant} NOT NULL,
  attempts integer NOT NULL,
  cause ${text},
  PRIMARY KEY (append_no),
  CONSTRAINT ${prefix}outbox_retry_parked FOREIGN KEY (message_key)
    REFERENCES ${prefix}outbox_parked (message_key),
  CONSTRAINT ${prefix}outbox_retry_attempts CHECK (attempts >= 0),
  CONSTRAINT ${prefix}outbox_retry_cause CHECK (attempts = 0 OR cause IS NOT NULL)
) ${table};

CREATE INDEX ${prefix}outbox_retry_order ON ${prefix}outbox_retry (message_key, append_no);

-- What a consumer has already taken; written in the transaction of its effect.
CREATE TABLE ${prefix}inbox (
  consumer ${token} NOT NULL,
  message_id ${token} NOT NULL,
  taken_ms ${instant} NOT NULL,
  PRIMARY KEY (consumer, message_id)
) ${table};

CREATE INDEX ${prefix}inbox_age ON ${prefix}inbox (taken_ms);
