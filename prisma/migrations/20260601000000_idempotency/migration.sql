-- Mutations that were sent with the header Idempotency-Key, for 24 hours. What is in here tells nothing to whoever does not have
-- the key: rows are known by a hash of it, and answers are sealed with it.
CREATE TABLE idempotent_request (
  id bytea NOT NULL,
  fingerprint bytea NOT NULL,
  -- Who may run it until when. The transactions of anybody else find no row to mark, and roll back.
  attempt text NOT NULL,
  attempt_ends_at timestamptz(3) NOT NULL,
  -- Set by the transaction that writes, so it says whether that was committed.
  has_written boolean NOT NULL,
  answer bytea,
  request_id text NOT NULL,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT idempotent_request_pkey PRIMARY KEY (id)
);

CREATE INDEX idempotent_request_created_at_idx ON idempotent_request (created_at);
