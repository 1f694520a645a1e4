-- Jobs: long tasks that run beside requests, such as the import of a file.

CREATE TABLE job (
  id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL DEFAULT 'QUEUED',
  input jsonb NOT NULL DEFAULT '{}',
  dry_run boolean NOT NULL DEFAULT false,
  actor_type text COLLATE "C" NOT NULL,
  actor_id text COLLATE "C" NOT NULL,
  scopes text[] COLLATE "C" NOT NULL,
  request_id text COLLATE "C",
  total integer,
  processed integer NOT NULL DEFAULT 0,
  created integer NOT NULL DEFAULT 0,
  updated integer NOT NULL DEFAULT 0,
  unchanged integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  error_count integer NOT NULL DEFAULT 0,
  failure text COLLATE "C",
  source_file_id text COLLATE "C",
  result_file_id text COLLATE "C",
  position jsonb,
  lease_token text COLLATE "C",
  next_attempt_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  CONSTRAINT job_pkey PRIMARY KEY (id),
  CONSTRAINT job_kind_known CHECK (kind IN ('CUSTOMERS_IMPORT', 'CUSTOMERS_EXPORT')),
  CONSTRAINT job_status_known CHECK (status IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELED')),
  CONSTRAINT job_actor_type_known CHECK (actor_type IN ('USER', 'API_KEY', 'SYSTEM')),
  CONSTRAINT job_counts_not_negative CHECK (least(total, processed, created, updated, unchanged, failed, error_count, attempts) >= 0),
  CONSTRAINT job_finished_with_status CHECK ((finished_at IS NOT NULL) = (status IN ('SUCCEEDED', 'FAILED', 'CANCELED'))),
  CONSTRAINT job_failure_with_status CHECK ((failure IS NOT NULL) = (status = 'FAILED')),
  CONSTRAINT job_lease_while_running CHECK (lease_token IS NULL OR status = 'RUNNING'),
  -- The input may contain personal data, for example in a filter.
  CONSTRAINT job_input_until_finished CHECK (finished_at IS NULL OR (input = '{}' AND position IS NULL))
);

-- Finds the jobs that a worker can take.
CREATE INDEX job_next_attempt_at_idx ON job (next_attempt_at) WHERE finished_at IS NULL;
CREATE INDEX job_actor_id_id_idx ON job (actor_id, id);
CREATE INDEX job_finished_at_idx ON job (finished_at);
CREATE INDEX job_source_file_id_idx ON job (source_file_id);
CREATE INDEX job_result_file_id_idx ON job (result_file_id);

-- An error of a row of a file. `position` counts the errors of a job.
CREATE TABLE job_row_error (
  job_id text COLLATE "C" NOT NULL,
  position integer NOT NULL,
  line integer NOT NULL,
  code text COLLATE "C" NOT NULL,
  message text COLLATE "C" NOT NULL,
  column_name text COLLATE "C",
  path text[] COLLATE "C" NOT NULL DEFAULT '{}',
  CONSTRAINT job_row_error_pkey PRIMARY KEY (job_id, position),
  CONSTRAINT job_row_error_job_id_fkey FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT job_row_error_position_positive CHECK (position > 0),
  CONSTRAINT job_row_error_line_positive CHECK (line > 0)
);

-- notify_job: tells all instances that a job waits for a worker, or that its state has changed. A renewed lease is no news.
CREATE FUNCTION notify_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('job', CASE WHEN NEW.finished_at IS NULL AND NEW.lease_token IS NULL THEN 'waiting' ELSE 'changed' END);
  RETURN NULL;
END
$$;

CREATE TRIGGER job_inserted AFTER INSERT ON job FOR EACH ROW EXECUTE FUNCTION notify_job();
CREATE TRIGGER job_updated AFTER UPDATE ON job FOR EACH ROW
  WHEN ((OLD.status, OLD.lease_token, OLD.total, OLD.processed, OLD.failed) IS DISTINCT FROM (NEW.status, NEW.lease_token, NEW.total, NEW.processed, NEW.failed))
  EXECUTE FUNCTION notify_job();

-- Users and API keys with all scopes so far get the new one. The root key gets it when the server starts.
UPDATE staff_user SET scopes = scopes || '{JOBS_MANAGE}', updated_at = now()
WHERE deleted_at IS NULL AND scopes @> '{CUSTOMERS_READ,CUSTOMERS_WRITE,CUSTOMER_GROUPS_READ,CUSTOMER_GROUPS_WRITE,PRICE_LISTS_READ,PRICE_LISTS_WRITE,ORDERS_READ,ORDERS_WRITE,HISTORY_READ,USERS_MANAGE,API_KEYS_MANAGE,REGIONS_WRITE,PERSONAL_DATA_MANAGE}';
UPDATE api_key SET scopes = scopes || '{JOBS_MANAGE}'
WHERE revoked_at IS NULL AND scopes @> '{CUSTOMERS_READ,CUSTOMERS_WRITE,CUSTOMER_GROUPS_READ,CUSTOMER_GROUPS_WRITE,PRICE_LISTS_READ,PRICE_LISTS_WRITE,ORDERS_READ,ORDERS_WRITE,HISTORY_READ,USERS_MANAGE,API_KEYS_MANAGE,REGIONS_WRITE,PERSONAL_DATA_MANAGE}';
