-- The customers that the rows of running imports mean, as hashes, so that a later row that means the same is found.

-- Unlogged, because imports write many rows that are deleted soon. After a crash of PostgreSQL the table is empty: then an import
-- that continues does not find rows that mean the same customer as rows before the crash.
CREATE UNLOGGED TABLE customer_import_name (
  job_id text COLLATE "C" NOT NULL,
  name_hash uuid NOT NULL,
  CONSTRAINT customer_import_name_pkey PRIMARY KEY (job_id, name_hash)
);
