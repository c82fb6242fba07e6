-- Where accounts can be reached beside the page. The target is a secret where whoever knows it may
-- write there, so it is found by its digest. off_cause says why nothing is sent there any more.
CREATE TABLE channel_address (
  id ${id} NOT NULL,
  account_id ${id} NOT NULL,
  kind ${id} NOT NULL,
  target ${text} NOT NULL,
  target_digest ${id} NOT NULL,
  secrets ${text},
  created_at bigint NOT NULL,
  off_cause ${label},
  PRIMARY KEY (id),
  CONSTRAINT channel_address_of_account FOREIGN KEY (account_id)
    REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT channel_address_once UNIQUE (account_id, kind, target_digest)
) ${table};

-- By which push services know this server; every subscription of a browser is bound to it.
CREATE TABLE vapid_key (
  id integer NOT NULL,
  private_key ${text} NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT vapid_key_one CHECK (id = 1)
) ${table};

-- What somebody chose, and what is held for them, goes with the account.
ALTER TABLE scheduling_channel_choice ADD CONSTRAINT channel_choice_of_account
  FOREIGN KEY (owner_id) REFERENCES account (id) ON DELETE CASCADE;
ALTER TABLE scheduling_quiet_hours ADD CONSTRAINT quiet_hours_of_account
  FOREIGN KEY (owner_id) REFERENCES account (id) ON DELETE CASCADE;
ALTER TABLE scheduling_held_notification ADD CONSTRAINT held_notification_of_account
  FOREIGN KEY (owner_id) REFERENCES account (id) ON DELETE CASCADE;
