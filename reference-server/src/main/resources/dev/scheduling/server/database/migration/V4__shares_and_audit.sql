-- With whom an owner shares a calendar, and for what. The owner has no row here.
CREATE TABLE calendar_share (
  calendar_id ${id} NOT NULL,
  account_id ${id} NOT NULL,
  access varchar(20) NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT calendar_share_pk PRIMARY KEY (calendar_id, account_id),
  CONSTRAINT calendar_share_calendar FOREIGN KEY (calendar_id)
    REFERENCES scheduling_calendar (calendar_id) ON DELETE CASCADE,
  CONSTRAINT calendar_share_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT calendar_share_access CHECK (access IN ('WRITE', 'READ', 'FREE_BUSY'))
) ${table};

CREATE INDEX calendar_share_by_account ON calendar_share (account_id);

-- Acts that matter to security, as they happened: rows are added, and removed when they are old.
-- They outlive the account that acted, so account_id refers to nothing.
CREATE TABLE audit_entry (
  id ${id} NOT NULL,
  recorded_at bigint NOT NULL,
  act varchar(40) NOT NULL,
  account_id ${id},
  address varchar(64) NOT NULL,
  about ${label} NOT NULL,
  CONSTRAINT audit_entry_pk PRIMARY KEY (id)
) ${table};

CREATE INDEX audit_entry_by_time ON audit_entry (recorded_at, id);

CREATE INDEX audit_entry_by_account ON audit_entry (account_id, recorded_at);
