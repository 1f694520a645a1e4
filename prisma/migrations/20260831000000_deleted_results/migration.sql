-- A job does not name a result file that was deleted, because it has expired or held data of an erased person.
CREATE FUNCTION remove_result_from_job() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE job SET result_file_id = NULL WHERE result_file_id = OLD.id;
  RETURN NULL;
END
$$;

CREATE TRIGGER stored_file_deleted AFTER DELETE ON stored_file
  FOR EACH ROW EXECUTE FUNCTION remove_result_from_job();
CREATE TRIGGER stored_file_erased AFTER UPDATE OF erased_at ON stored_file
  FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION remove_result_from_job();

UPDATE job SET result_file_id = NULL
WHERE result_file_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM stored_file f WHERE f.id = job.result_file_id AND f.erased_at IS NULL);
