-- Users of an identity provider: the scopes of their last token, and whether their email is known to be theirs.

ALTER TABLE staff_user
  ADD COLUMN provided_scopes text[] NOT NULL DEFAULT '{}',
  ADD COLUMN email_is_proven boolean NOT NULL DEFAULT true;

-- record_change leaves both out: they are what the provider says, not a change that somebody made here.
CREATE OR REPLACE TRIGGER staff_user_inserted AFTER INSERT ON staff_user REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION record_change('USER', 'provided_scopes', 'email_is_proven');
CREATE OR REPLACE TRIGGER staff_user_updated AFTER UPDATE ON staff_user REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION record_change('USER', 'provided_scopes', 'email_is_proven');
CREATE OR REPLACE TRIGGER staff_user_deleted AFTER DELETE ON staff_user REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION record_change('USER', 'provided_scopes', 'email_is_proven');

-- Until now it was not kept whether the provider vouched for an email. A user with a password logs in with theirs.
UPDATE staff_user u SET email_is_proven = false
WHERE external_subject IS NOT NULL AND NOT EXISTS (SELECT FROM staff_password p WHERE p.user_id = u.id);

-- An email that nobody vouches for takes nobody's place.
DROP INDEX staff_user_email_key;
CREATE UNIQUE INDEX staff_user_email_key ON staff_user (email) WHERE deleted_at IS NULL AND email_is_proven;
