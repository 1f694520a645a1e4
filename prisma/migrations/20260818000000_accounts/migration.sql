-- Accounts that people manage themselves: sessions, tokens of links in mails, outgoing mails, proven emails, claimed orders.

ALTER TABLE customer
  ADD COLUMN email_verified_at timestamptz(3),
  ADD COLUMN erased_at timestamptz(3),
  ADD COLUMN orders_claimed_by text COLLATE "C",
  ADD CONSTRAINT customer_orders_claimed_by_fkey FOREIGN KEY (orders_claimed_by) REFERENCES customer (id) ON DELETE SET NULL ON UPDATE CASCADE;

-- Most customers have no proven email, so the index is partial. It serves the filter emailVerifiedAt.
CREATE INDEX customer_email_verified_at_idx ON customer (email_verified_at, id) WHERE email_verified_at IS NOT NULL;
-- Serves the foreign key.
CREATE INDEX customer_orders_claimed_by_idx ON customer (orders_claimed_by) WHERE orders_claimed_by IS NOT NULL;

ALTER TABLE customer_order
  ADD COLUMN is_claimed boolean NOT NULL DEFAULT false,
  ADD COLUMN claimed_from text COLLATE "C";

-- A login of a customer or a member of staff. Ending a session deletes its row.
CREATE TABLE session (
  id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C",
  user_id text COLLATE "C",
  user_agent text COLLATE "C",
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_used_at timestamptz(3),
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT session_pkey PRIMARY KEY (id),
  CONSTRAINT session_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES staff_user (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT session_one_owner CHECK (num_nonnulls(customer_id, user_id) = 1)
);

CREATE INDEX session_customer_id_id_idx ON session (customer_id, id);
CREATE INDEX session_user_id_id_idx ON session (user_id, id);
CREATE INDEX session_expires_at_idx ON session (expires_at);

-- end_sessions: a new password and a deletion end all sessions.
CREATE FUNCTION end_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'customer' THEN
    DELETE FROM session WHERE customer_id = NEW.id;
  ELSE
    DELETE FROM session WHERE user_id = NEW.id;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER customer_sessions_end AFTER UPDATE OF password_version, deleted_at ON customer FOR EACH ROW
  WHEN (OLD.password_version <> NEW.password_version OR (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL))
  EXECUTE FUNCTION end_sessions();
CREATE TRIGGER staff_user_sessions_end AFTER UPDATE OF password_version, deleted_at ON staff_user FOR EACH ROW
  WHEN (OLD.password_version <> NEW.password_version OR (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL))
  EXECUTE FUNCTION end_sessions();

-- The token of a link in a mail. A used token is deleted. A newer token replaces the older one with the same purpose and subject.
CREATE TABLE link_token (
  hash bytea NOT NULL,
  purpose text COLLATE "C" NOT NULL,
  subject text COLLATE "C" NOT NULL,
  email text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C",
  user_id text COLLATE "C",
  details jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT link_token_pkey PRIMARY KEY (hash),
  CONSTRAINT link_token_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT link_token_user_id_fkey FOREIGN KEY (user_id) REFERENCES staff_user (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE UNIQUE INDEX link_token_purpose_subject_key ON link_token (purpose, subject);
CREATE INDEX link_token_email_idx ON link_token (email);
CREATE INDEX link_token_customer_id_idx ON link_token (customer_id);
CREATE INDEX link_token_user_id_idx ON link_token (user_id);
CREATE INDEX link_token_expires_at_idx ON link_token (expires_at);

-- A mail that is not sent yet. A sent mail is deleted.
CREATE TABLE outgoing_mail (
  id text COLLATE "C" NOT NULL,
  template text COLLATE "C" NOT NULL,
  recipient text COLLATE "C" NOT NULL,
  content bytea NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  next_attempt_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT outgoing_mail_pkey PRIMARY KEY (id)
);

CREATE INDEX outgoing_mail_next_attempt_at_idx ON outgoing_mail (next_attempt_at);
CREATE INDEX outgoing_mail_recipient_idx ON outgoing_mail (recipient);

-- Users and API keys with all scopes so far get the new one. The root key gets it when the server starts.
UPDATE staff_user SET scopes = scopes || '{PERSONAL_DATA_MANAGE}', updated_at = now()
WHERE deleted_at IS NULL AND scopes @> '{CUSTOMERS_READ,CUSTOMERS_WRITE,CUSTOMER_GROUPS_READ,CUSTOMER_GROUPS_WRITE,PRICE_LISTS_READ,PRICE_LISTS_WRITE,ORDERS_READ,ORDERS_WRITE,HISTORY_READ,USERS_MANAGE,API_KEYS_MANAGE,REGIONS_WRITE}';
UPDATE api_key SET scopes = scopes || '{PERSONAL_DATA_MANAGE}'
WHERE revoked_at IS NULL AND scopes @> '{CUSTOMERS_READ,CUSTOMERS_WRITE,CUSTOMER_GROUPS_READ,CUSTOMER_GROUPS_WRITE,PRICE_LISTS_READ,PRICE_LISTS_WRITE,ORDERS_READ,ORDERS_WRITE,HISTORY_READ,USERS_MANAGE,API_KEYS_MANAGE,REGIONS_WRITE}';
