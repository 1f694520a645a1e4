-- Erasing the personal data of a customer.
-- The setting shop.erasure is 'on' during the transaction of an erasure, and only there.

-- An erased customer keeps its row, without anything that identifies a person.
ALTER TABLE customer
  DROP CONSTRAINT customer_has_identity,
  ADD CONSTRAINT customer_has_identity
    CHECK (erased_at IS NOT NULL OR coalesce(email, phone, first_name, last_name, company_name) IS NOT NULL),
  ADD CONSTRAINT customer_erased_is_empty
    CHECK (erased_at IS NULL
      OR (num_nonnulls(email, phone, first_name, last_name, company_name, metadata, external_ids, email_verified_at) = 0
        AND NOT has_account));

-- refuse_data_of_erased_customer: an erased customer gets no address, password, session or link. The foreign key of the new
-- rows has locked their customers, so a concurrent erasure has ended here. The error is a serialization failure: the
-- transaction runs again and finds the customer erased.
CREATE FUNCTION refuse_data_of_erased_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows n JOIN customer c ON c.id = n.customer_id WHERE c.erased_at IS NOT NULL) THEN
    RAISE EXCEPTION 'The customer was erased.' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER customer_address_not_of_erased AFTER INSERT ON customer_address REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_data_of_erased_customer();
CREATE TRIGGER customer_password_not_of_erased AFTER INSERT ON customer_password REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_data_of_erased_customer();
CREATE TRIGGER session_not_of_erased AFTER INSERT ON session REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_data_of_erased_customer();
CREATE TRIGGER link_token_not_of_erased AFTER INSERT ON link_token REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_data_of_erased_customer();

-- refuse_order_data_of_erased_customer: an order of an erased customer has no email and no metadata.
CREATE FUNCTION refuse_order_data_of_erased_customer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM new_rows n JOIN customer c ON c.id = n.customer_id
    WHERE c.erased_at IS NOT NULL AND (n.email IS NOT NULL OR n.metadata IS NOT NULL)
  ) THEN
    RAISE EXCEPTION 'The customer was erased.' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER customer_order_inserted_without_erased AFTER INSERT ON customer_order REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_order_data_of_erased_customer();
CREATE TRIGGER customer_order_updated_without_erased AFTER UPDATE ON customer_order REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_order_data_of_erased_customer();

ALTER TABLE change
  DROP CONSTRAINT change_action_known,
  ADD CONSTRAINT change_action_known
    CHECK (action IN ('CREATED', 'UPDATED', 'DELETED', 'RESTORED', 'MEMBER_ADDED', 'MEMBER_REMOVED', 'ERASED'));

-- The erasures since a snapshot: see can_store_answer.
CREATE INDEX change_erased_transaction_id_idx ON change (transaction_id) WHERE action = 'ERASED';

-- The customers who had an email before: its change to another one, or the deletion of the row, is in their history. The
-- values of all other changes follow from these or are in the row of the customer. Few changes are in this index.
CREATE INDEX change_former_email_idx
  ON change ((jsonb_path_query_first(fields, '$[*] ? (@.name == "email")') ->> 'before'))
  WHERE subject_type = 'CUSTOMER' AND action IN ('UPDATED', 'DELETED') AND fields @> '[{"name": "email"}]';

-- History is append-only, except that an erasure replaces the values of fields.
CREATE OR REPLACE FUNCTION refuse_to_change_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_NARGS = 0 AND current_setting('shop.erasure', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'History is append-only.' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER change_keeps_all_but_fields
  BEFORE UPDATE OF id, sequence, transaction_id, at, action, subject_type, subject_id, actor_type, actor_id, request_id ON change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history('always');

-- record_erasure: one change without values for each customer whose data was erased. The other writes of an erasure are not
-- recorded, because they would show the erased values.
CREATE FUNCTION record_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor jsonb := coalesce(nullif(current_setting('shop.actor', true), ''), '{"type": "SYSTEM", "id": "system"}');
  changed_at timestamptz(3) := clock_timestamp();
  id_start text := change_id_start(changed_at);
BEGIN
  INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields)
  SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'ERASED', 'CUSTOMER', c.id,
    actor ->> 'type', actor ->> 'id', actor ->> 'requestId', '[]'
  FROM (
    SELECT nextval('change_sequence') AS n, e.id
    FROM (
      SELECT id FROM new_rows WHERE erased_at IS NOT NULL
      EXCEPT SELECT id FROM old_rows WHERE erased_at IS NOT NULL
      ORDER BY 1
    ) AS e
  ) AS c;
  IF FOUND AND is_followed() THEN
    PERFORM pg_notify('change', '');
  END IF;
  RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER customer_updated AFTER UPDATE ON customer REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT WHEN (current_setting('shop.erasure', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION record_change('CUSTOMER', 'phone_digits');
CREATE TRIGGER customer_erased AFTER UPDATE ON customer REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT WHEN (current_setting('shop.erasure', true) = 'on') EXECUTE FUNCTION record_erasure();
CREATE OR REPLACE TRIGGER customer_address_deleted AFTER DELETE ON customer_address REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT WHEN (current_setting('shop.erasure', true) IS DISTINCT FROM 'on')
  EXECUTE FUNCTION record_change('ADDRESS', 'deleted_with_customer');

-- erase_values: the fields of a change, with '[erased]' instead of their values. The fields in `kept` keep their values,
-- because these identify no person. A missing value stays missing. With the argument `only_email`, only this value of an email is
-- erased, for a customer who had the email before.
CREATE FUNCTION erase_values(fields jsonb, only_email text DEFAULT NULL) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  kept CONSTANT text[] := '{created_by,customer_id,deleted_at,group_id,has_account,is_default_billing,is_default_shipping,orders_claimed_by}';
  field jsonb;
  side text;
  erased jsonb := '[]';
BEGIN
  FOR field IN SELECT * FROM jsonb_array_elements(fields) LOOP
    FOREACH side IN ARRAY '{before,after}'::text[] LOOP
      IF field ->> side = coalesce(only_email, field ->> side)
        AND (field ->> 'name' = 'email' OR (only_email IS NULL AND field ->> 'name' <> ALL (kept))) THEN
        field := jsonb_set(field, ARRAY[side], '"[erased]"');
      END IF;
    END LOOP;
    erased := erased || jsonb_build_array(field);
  END LOOP;
  RETURN erased;
END
$$;

-- The stored responses of mutations may contain personal data. They are encrypted with a key that only the client has, so
-- nothing finds those of one customer: an erasure removes them all. `snapshot` is the snapshot at the start of the mutation.
ALTER TABLE idempotent_request ADD COLUMN snapshot pg_snapshot;

-- begin_erasure: called first in the transaction of an erasure. Erasures run one after the other. The number is 'erasure' in
-- ASCII.
CREATE FUNCTION begin_erasure() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(28554735522247269);
  PERFORM set_config('shop.erasure', 'on', true);
END
$$;

-- can_store_answer: false if an erasure is running, or was committed after the snapshot. The response of the mutation may then
-- contain data that is erased. The lock and the check are two statements, so that the second one sees an erasure that ended
-- before the lock.
-- own_request: the request whose erasures do not count.
CREATE FUNCTION can_store_answer(since pg_snapshot, own_request text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock_shared(28554735522247269) THEN
    RETURN false;
  END IF;
  RETURN NOT EXISTS (
    SELECT FROM change h
    WHERE h.action = 'ERASED' AND h.transaction_id >= coalesce(pg_snapshot_xmin(since), '0')
      AND NOT coalesce(pg_visible_in_snapshot(h.transaction_id, since), false)
      AND h.request_id IS DISTINCT FROM own_request
  );
END
$$;
