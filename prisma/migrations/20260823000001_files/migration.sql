-- Files of imports and exports. Their contents are in the folder FILES_DIR.

-- A row is inserted before its file is created, and deleted after its file was deleted. So each file has a row.
-- folder: identifies the folder. Instances that have another folder leave the row and its file alone.
-- size: null while the file is being written.
-- expires_at: after this time the file may be deleted. While the file is being written, its writer moves the time on. So the
-- file of a process that died is deleted.
-- erasures_checked: the file does not concern the erasures up to this number.
-- erased_at: the file held data of an erased person and was deleted.
CREATE TABLE stored_file (
  id text COLLATE "C" NOT NULL,
  purpose text COLLATE "C" NOT NULL,
  name text COLLATE "C",
  folder text COLLATE "C" NOT NULL,
  size bigint,
  created_by text COLLATE "C" NOT NULL,
  erasures_checked bigint NOT NULL,
  check_leased_until timestamptz(3),
  erased_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamptz(3) NOT NULL,
  CONSTRAINT stored_file_pkey PRIMARY KEY (id),
  CONSTRAINT stored_file_purpose_known CHECK (purpose IN ('UPLOAD', 'RESULT')),
  CONSTRAINT stored_file_result_has_name CHECK ((name IS NOT NULL) = (purpose = 'RESULT')),
  CONSTRAINT stored_file_size_not_negative CHECK (size >= 0)
);

CREATE INDEX stored_file_expires_at_idx ON stored_file (expires_at);

-- An erasure of personal data whose files are not all checked yet. The erasures run one after the other (begin_erasure), so
-- they are committed in the order of their ids.
-- terms: the texts to look for, encrypted with a key in the folder. Null or unreadable terms: each file counts as a match.
CREATE TABLE file_erasure (
  id bigserial NOT NULL,
  terms bytea,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT file_erasure_pkey PRIMARY KEY (id)
);

-- hold_off_erasures: waits for the running erasure. Further erasures wait until the transaction ends. The number is that of
-- begin_erasure.
CREATE FUNCTION hold_off_erasures() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(28554735522247269);
END
$$;
