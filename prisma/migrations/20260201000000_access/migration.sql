-- Who may call: staff, API keys, the passwords of staff and customers, and failed logins.

CREATE TABLE staff_user (
  id text COLLATE "C" NOT NULL,
  email text COLLATE "C" NOT NULL,
  first_name text COLLATE "C",
  last_name text COLLATE "C",
  scopes text[] NOT NULL DEFAULT '{}',
  external_subject text COLLATE "C",
  password_version integer NOT NULL DEFAULT 0,
  search_text text COLLATE "C" GENERATED ALWAYS AS (search_lines(email, first_name, last_name)) STORED,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  deleted_at timestamptz(3),
  CONSTRAINT staff_user_pkey PRIMARY KEY (id),
  CONSTRAINT staff_user_email_normal_form CHECK (email = fold_case(email))
);

-- One live user per email; a deleted user frees it. A deleted user's place at the identity provider stays taken: whoever
-- was deleted here does not come back by logging in there.
CREATE UNIQUE INDEX staff_user_email_key ON staff_user (email) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX staff_user_external_subject_key ON staff_user (external_subject);

CREATE TABLE api_key (
  id text COLLATE "C" NOT NULL,
  title text COLLATE "C" NOT NULL,
  secret_hash bytea NOT NULL,
  redacted text COLLATE "C" NOT NULL,
  scopes text[] NOT NULL DEFAULT '{}',
  created_by text COLLATE "C",
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_used_at timestamptz(3),
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  CONSTRAINT api_key_pkey PRIMARY KEY (id),
  CONSTRAINT api_key_secret_hash_is_sha256 CHECK (octet_length(secret_hash) = 32),
  CONSTRAINT api_key_title_not_blank CHECK (title ~ '\S')
);

CREATE UNIQUE INDEX api_key_secret_hash_key ON api_key (secret_hash);

-- Counts the passwords that somebody had. It is part of each token: raising it ends them all.
ALTER TABLE customer ADD COLUMN password_version integer NOT NULL DEFAULT 0;

-- Passwords stand apart, so that no query of users or customers can bring one along.
CREATE TABLE staff_password (
  user_id text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL,
  CONSTRAINT staff_password_pkey PRIMARY KEY (user_id),
  CONSTRAINT staff_password_user_id_fkey FOREIGN KEY (user_id) REFERENCES staff_user (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT staff_password_hash_is_argon2id CHECK (starts_with(hash, '$argon2id$'))
);

CREATE TABLE customer_password (
  customer_id text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL,
  CONSTRAINT customer_password_pkey PRIMARY KEY (customer_id),
  CONSTRAINT customer_password_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT customer_password_hash_is_argon2id CHECK (starts_with(hash, '$argon2id$'))
);

-- One row for each email and each client address with recent failures, known by a SHA-256 of it.
CREATE TABLE failed_login (
  subject bytea NOT NULL,
  failures integer NOT NULL,
  blocked_until timestamptz(3) NOT NULL,
  last_at timestamptz(3) NOT NULL,
  CONSTRAINT failed_login_pkey PRIMARY KEY (subject)
);

CREATE INDEX failed_login_last_at_idx ON failed_login (last_at);
