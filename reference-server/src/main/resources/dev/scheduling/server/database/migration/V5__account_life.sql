-- The refresh token of a session that is good; here, unless REDIS_URL says that Redis keeps them.
CREATE TABLE refresh_family (
  session_id ${id} NOT NULL,
  token_digest char(64) NOT NULL,
  CONSTRAINT refresh_family_pk PRIMARY KEY (session_id),
  CONSTRAINT refresh_family_session FOREIGN KEY (session_id) REFERENCES account_session (id) ON DELETE CASCADE
) ${table};

INSERT INTO refresh_family (session_id, token_digest)
  SELECT id, token_digest FROM account_session WHERE revoked_at IS NULL;

ALTER TABLE account_session DROP COLUMN token_digest;

CREATE INDEX account_session_by_expiry ON account_session (expires_at);

-- A link that lets somebody choose a new password, once.
CREATE TABLE password_reset (
  token_digest char(64) NOT NULL,
  account_id ${id} NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  CONSTRAINT password_reset_pk PRIMARY KEY (token_digest),
  CONSTRAINT password_reset_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ${table};

CREATE INDEX password_reset_by_account ON password_reset (account_id, created_at);
CREATE INDEX password_reset_by_expiry ON password_reset (expires_at);

-- An account that waits for its address to be confirmed; id is the one it will have. Without a
-- digest its mail was not written yet, or the address has an account already.
CREATE TABLE sign_up (
  id ${id} NOT NULL,
  email varchar(254) NOT NULL,
  name ${label} NOT NULL,
  time_zone varchar(64) NOT NULL,
  locale varchar(35) NOT NULL,
  password_hash varchar(200) NOT NULL,
  token_digest char(64),
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  CONSTRAINT sign_up_pk PRIMARY KEY (id),
  CONSTRAINT sign_up_token_once UNIQUE (token_digest)
) ${table};

CREATE INDEX sign_up_by_email ON sign_up (email, created_at);
CREATE INDEX sign_up_by_expiry ON sign_up (expires_at);

-- A password of a program's own: it is made here, shown once, and may do what scopes say.
CREATE TABLE app_password (
  id ${id} NOT NULL,
  account_id ${id} NOT NULL,
  name ${label} NOT NULL,
  secret_digest char(64) NOT NULL,
  scopes varchar(100) NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint,
  used_at bigint,
  CONSTRAINT app_password_pk PRIMARY KEY (id),
  CONSTRAINT app_password_secret_once UNIQUE (secret_digest),
  CONSTRAINT app_password_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ${table};

CREATE INDEX app_password_by_account ON app_password (account_id, created_at);

-- What an account was told goes with it, and nothing is told to one that is gone.
DELETE FROM scheduling_notification WHERE owner_id NOT IN (SELECT id FROM account);
DELETE FROM scheduling_notification_feed WHERE owner_id NOT IN (SELECT id FROM account);
ALTER TABLE scheduling_notification_feed ADD CONSTRAINT notification_feed_of_account
  FOREIGN KEY (owner_id) REFERENCES account (id) ON DELETE CASCADE;
