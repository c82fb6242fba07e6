-- The answers to requests that came with an Idempotency-Key. Without a status it is under way, and
-- whoever claimed it at claimed_at is at it. started_at goes into the ids of what is made.
CREATE TABLE repeated_request (
  account_id ${id} NOT NULL,
  key_digest char(64) NOT NULL,
  fingerprint char(64) NOT NULL,
  started_at bigint NOT NULL,
  claimed_at bigint NOT NULL,
  status smallint,
  location varchar(300),
  etag varchar(100),
  body ${text},
  CONSTRAINT repeated_request_pk PRIMARY KEY (account_id, key_digest),
  CONSTRAINT repeated_request_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT repeated_request_answered CHECK (status IS NULL OR body IS NOT NULL)
) ${table};

CREATE INDEX repeated_request_by_age ON repeated_request (started_at);
