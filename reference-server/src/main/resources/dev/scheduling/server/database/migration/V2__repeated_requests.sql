-- The answers to requests that came with an Idempotency-Key; without a status it is still under way.
CREATE TABLE repeated_request (
  account_id ${id} NOT NULL,
  request_key ${id} NOT NULL,
  fingerprint char(64) NOT NULL,
  started_at bigint NOT NULL,
  status smallint,
  location varchar(300),
  etag varchar(100),
  body ${text},
  CONSTRAINT repeated_request_pk PRIMARY KEY (account_id, request_key),
  CONSTRAINT repeated_request_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT repeated_request_answered CHECK (status IS NULL OR body IS NOT NULL)
) ${table};

CREATE INDEX repeated_request_by_age ON repeated_request (started_at);
