-- An email that changes is not proven, and links in mails to the former email must not work.

-- A statement that sets another time together with the email proves the new email.
CREATE FUNCTION clear_email_proof() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.email_verified_at := NULL;
  RETURN NEW;
END
$$;

CREATE TRIGGER customer_email_proof_clear BEFORE UPDATE OF email ON customer FOR EACH ROW
  WHEN (OLD.email IS DISTINCT FROM NEW.email AND OLD.email_verified_at IS NOT DISTINCT FROM NEW.email_verified_at
    AND NEW.email_verified_at IS NOT NULL)
  EXECUTE FUNCTION clear_email_proof();

-- end_link_tokens: a new email, a new password and a deletion end all links of the account. After a new password, this includes
-- a change of the email that somebody with the old password has requested.
CREATE FUNCTION end_link_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'customer' THEN
    DELETE FROM link_token WHERE customer_id = NEW.id;
  ELSE
    DELETE FROM link_token WHERE user_id = NEW.id;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER customer_link_tokens_end AFTER UPDATE OF email, password_version, deleted_at ON customer FOR EACH ROW
  WHEN (OLD.email IS DISTINCT FROM NEW.email OR OLD.password_version <> NEW.password_version
    OR (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL))
  EXECUTE FUNCTION end_link_tokens();
CREATE TRIGGER staff_user_link_tokens_end AFTER UPDATE OF email, password_version, deleted_at ON staff_user FOR EACH ROW
  WHEN (OLD.email IS DISTINCT FROM NEW.email OR OLD.password_version <> NEW.password_version
    OR (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL))
  EXECUTE FUNCTION end_link_tokens();
