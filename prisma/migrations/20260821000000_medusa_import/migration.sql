-- The import from Medusa: its password hashes, and what earlier runs brought in.

-- Medusa's scrypt hashes have a prefix of their own. The first login replaces them with Argon2id.
ALTER TABLE customer_password
  DROP CONSTRAINT customer_password_hash_is_argon2id,
  ADD CONSTRAINT customer_password_hash_form CHECK (starts_with(hash, '$argon2id$') OR starts_with(hash, '$medusa-scrypt$')),
  -- SHA-256 of the hash in Medusa. If it is the same in the next run, the password is left alone: it may have been replaced since.
  ADD COLUMN medusa_digest bytea;

-- Answers whether there are Medusa hashes: then logins that fail compute one, too, so that all take the same time.
CREATE INDEX customer_password_medusa_idx ON customer_password (customer_id) WHERE starts_with(hash, '$medusa-scrypt$');

-- The rows that the import brought in. The ids of Medusa are stored as SHA-256, because they are any text, also an email. The rows
-- stay when a customer is erased, so that another run does not bring the customer back.
CREATE TABLE medusa_row (
  kind text COLLATE "C" NOT NULL,
  medusa_id_hash bytea NOT NULL,
  id text COLLATE "C" NOT NULL,
  CONSTRAINT medusa_row_pkey PRIMARY KEY (kind, medusa_id_hash)
);

-- The memberships that the import brought in. A membership that ends here is forgotten.
CREATE TABLE medusa_membership (
  group_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  CONSTRAINT medusa_membership_pkey PRIMARY KEY (group_id, customer_id),
  CONSTRAINT medusa_membership_fkey FOREIGN KEY (group_id, customer_id)
    REFERENCES customer_group_member (group_id, customer_id) ON DELETE CASCADE ON UPDATE CASCADE
);
