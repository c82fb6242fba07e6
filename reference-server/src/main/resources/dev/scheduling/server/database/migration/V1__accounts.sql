-- Times are milliseconds since 1970-01-01T00:00:00Z.

CREATE TABLE installation (
  id smallint NOT NULL,
  set_up_at bigint NOT NULL,
  CONSTRAINT installation_pk PRIMARY KEY (id),
  CONSTRAINT installation_once CHECK (id = 1)
) ${table};

CREATE TABLE account (
  id ${id} NOT NULL,
  email varchar(254) NOT NULL,
  name ${label} NOT NULL,
  time_zone varchar(64) NOT NULL,
  locale varchar(35) NOT NULL,
  administrator boolean NOT NULL,
  password_hash varchar(200) NOT NULL,
  token_version integer NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT account_pk PRIMARY KEY (id),
  CONSTRAINT account_email_once UNIQUE (email),
  CONSTRAINT account_token_version_positive CHECK (token_version >= 1)
) ${table};

-- A family of refresh tokens; only the digest of the newest is kept.
CREATE TABLE account_session (
  id ${id} NOT NULL,
  account_id ${id} NOT NULL,
  token_digest char(64) NOT NULL,
  created_at bigint NOT NULL,
  used_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  revoked_at bigint,
  address varchar(64) NOT NULL,
  user_agent ${label} NOT NULL,
  CONSTRAINT account_session_pk PRIMARY KEY (id),
  CONSTRAINT account_session_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
  CONSTRAINT account_session_expires_later CHECK (expires_at > created_at)
) ${table};

CREATE INDEX account_session_by_account ON account_session (account_id, used_at);

CREATE TABLE signing_key (
  id ${id} NOT NULL,
  generation integer NOT NULL,
  private_jwk varchar(1000) NOT NULL,
  created_at bigint NOT NULL,
  CONSTRAINT signing_key_pk PRIMARY KEY (id),
  CONSTRAINT signing_key_generation_once UNIQUE (generation),
  CONSTRAINT signing_key_generation_positive CHECK (generation >= 1)
) ${table};
