-- The different texts of the errors of a job. An erasure looks for a person in them instead of in all errors, of which a job can have
-- millions. They may contain names of columns, which in a file without a header are values. Numbers of lines are left out, because
-- they would make each text different.

CREATE TABLE job_error_text (
  job_id text COLLATE "C" NOT NULL,
  -- SHA-256 of the text. Names of columns can be too long for an index.
  text_hash bytea NOT NULL,
  text text COLLATE "C" NOT NULL,
  CONSTRAINT job_error_text_pkey PRIMARY KEY (job_id, text_hash),
  CONSTRAINT job_error_text_job_id_fkey FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE FUNCTION add_job_error_texts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO job_error_text (job_id, text_hash, text)
  SELECT t.job_id, sha256(convert_to(t.text, 'UTF8')), t.text
  FROM (
    SELECT DISTINCT job_id, concat_ws(E'\n', regexp_replace(message, '\mline [0-9]+', 'line', 'g'), column_name, path::text) FROM new_rows
  ) AS t (job_id, text)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;

CREATE TRIGGER job_row_error_inserted AFTER INSERT ON job_row_error REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION add_job_error_texts();

INSERT INTO job_error_text (job_id, text_hash, text)
SELECT t.job_id, sha256(convert_to(t.text, 'UTF8')), t.text
FROM (
  SELECT DISTINCT job_id, concat_ws(E'\n', regexp_replace(message, '\mline [0-9]+', 'line', 'g'), column_name, path::text) FROM job_row_error
) AS t (job_id, text);
