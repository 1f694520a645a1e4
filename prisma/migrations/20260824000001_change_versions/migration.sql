-- The version of the subject after each change, and the customer of each changed address.

-- version: null for changes before this migration, and for subjects without versions.
-- customer_id: the customer of the address; null for other subjects.
ALTER TABLE change
  ADD COLUMN version integer,
  ADD COLUMN customer_id text COLLATE "C",
  ADD CONSTRAINT change_customer_of_address CHECK (customer_id IS NULL OR subject_type = 'ADDRESS');

-- The customers of the addresses in present history. The history of an address that is no longer in its table begins or ends with
-- its customer.
SELECT set_config('shop.erasure', 'on', true);
UPDATE change h SET customer_id = a.customer_id
FROM (
  SELECT id, customer_id FROM customer_address
  UNION ALL
  (
    SELECT DISTINCT ON (c.subject_id) c.subject_id, coalesce(field ->> 'after', field ->> 'before')
    FROM change c CROSS JOIN jsonb_array_elements(c.fields) AS field
    WHERE c.subject_type = 'ADDRESS' AND field ->> 'name' = 'customer_id'
      AND NOT EXISTS (SELECT FROM customer_address a WHERE a.id = c.subject_id)
    ORDER BY c.subject_id, c.id DESC
  )
) AS a
WHERE h.subject_type = 'ADDRESS' AND h.subject_id = a.id;
SELECT set_config('shop.erasure', '', true);

-- The changes of the addresses of a customer, in order. Other changes are not in this index, so it does not slow them down.
CREATE INDEX change_customer_id_id_idx ON change (customer_id, id) WHERE customer_id IS NOT NULL;

CREATE OR REPLACE TRIGGER change_keeps_all_but_fields
  BEFORE UPDATE OF id, sequence, transaction_id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, version, customer_id ON change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_history('always');

-- record_change: history for the rows that one statement inserted, updated or deleted, as far as anything changed.
-- Arguments of the trigger: the type of the subject, then the columns that history leaves out.
-- The setting shop.actor holds the actor of the transaction as JSON. Without it, the actor is the server itself.
-- Fields are the differences of a row before and after, by the names of columns. A new password shows that it changed, without its
-- value. The end of sessions that comes with a deletion is left out.
-- The version and the customer come from the JSON, because some of the tables have no such columns.
-- The join is a full one, which PostgreSQL never does by nested loops: a plan that was made for one row is used for ten thousand,
-- too, and took 24 s instead of 0.5. OFFSET 0 stops PostgreSQL from creating and comparing the JSON again for each use of it.
CREATE OR REPLACE FUNCTION record_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor jsonb := coalesce(nullif(current_setting('shop.actor', true), ''), '{"type": "SYSTEM", "id": "system"}');
  actor_type text := actor ->> 'type';
  actor_id text := actor ->> 'id';
  request_id text := actor ->> 'requestId';
  changed_at timestamptz(3) := clock_timestamp();
  id_start text := change_id_start(changed_at);
  subject_type text := TG_ARGV[0];
  unseen text[] := TG_ARGV[1:] || ARRAY['id', 'version', 'created_at', 'updated_at', 'search_text'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields, version, customer_id)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'CREATED', subject_type, c.id, actor_type, actor_id, request_id, c.fields, c.version, c.customer_id
    FROM (
      SELECT nextval('change_sequence') AS n, r.id, (r.after ->> 'version')::integer AS version, r.after ->> 'customer_id' AS customer_id, (
        SELECT coalesce(jsonb_agg(CASE key
          WHEN 'password_version' THEN '{"name": "password"}'
          ELSE jsonb_build_object('name', key, 'before', null, 'after', value)
        END ORDER BY key COLLATE "C"), '[]')
        FROM jsonb_each(r.after - unseen)
        WHERE value <> 'null' AND NOT (key = 'password_version' AND (value = '0' OR r.after ->> 'deleted_at' IS NOT NULL))
      ) AS fields
      FROM (SELECT n.id, to_jsonb(n) AS after FROM new_rows n OFFSET 0) AS r
    ) AS c;
  ELSIF TG_OP = 'UPDATE' THEN
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields, version, customer_id)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, c.action, subject_type, c.id, actor_type, actor_id, request_id, c.fields, c.version, c.customer_id
    FROM (
      SELECT nextval('change_sequence') AS n, d.id, d.fields, (d.after ->> 'version')::integer AS version,
        coalesce(d.after ->> 'customer_id', d.before ->> 'customer_id') AS customer_id, CASE
        -- A row that got another id.
        WHEN d.before = '{}' THEN 'CREATED'
        WHEN d.after = '{}' THEN 'DELETED'
        WHEN d.before ->> 'deleted_at' IS NULL AND d.after ->> 'deleted_at' IS NOT NULL THEN 'DELETED'
        WHEN d.before ->> 'deleted_at' IS NOT NULL AND d.after ->> 'deleted_at' IS NULL THEN 'RESTORED'
        ELSE 'UPDATED'
      END AS action
      FROM (
        SELECT r.id, r.before, r.after, (
          SELECT coalesce(jsonb_agg(CASE key
            WHEN 'password_version' THEN '{"name": "password"}'
            ELSE jsonb_build_object('name', key, 'before', r.before -> key, 'after', r.after -> key)
          END ORDER BY key COLLATE "C"), '[]')
          FROM jsonb_object_keys((r.before || r.after) - unseen) AS key
          WHERE coalesce(r.before -> key, 'null') <> coalesce(r.after -> key, CASE key WHEN 'password_version' THEN '0' ELSE 'null' END::jsonb)
            AND NOT (key = 'password_version' AND (r.after ->> 'deleted_at' IS NOT NULL OR r.after -> key = '0' OR r.after = '{}'))
        ) AS fields
        FROM (
          SELECT id, coalesce(to_jsonb(o), '{}') AS before, coalesce(to_jsonb(n), '{}') AS after
          FROM old_rows o FULL JOIN new_rows n USING (id)
          OFFSET 0
        ) AS r
        OFFSET 0
      ) AS d
      WHERE d.fields <> '[]'
    ) AS c;
  ELSE
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields, version, customer_id)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'DELETED', subject_type, c.id, actor_type, actor_id, request_id, c.fields, c.version, c.customer_id
    FROM (
      SELECT nextval('change_sequence') AS n, r.id, NULL::integer AS version, r.before ->> 'customer_id' AS customer_id, (
        SELECT coalesce(jsonb_agg(jsonb_build_object('name', key, 'before', value, 'after', null) ORDER BY key COLLATE "C"), '[]')
        FROM jsonb_each(r.before - unseen)
        WHERE value <> 'null' AND key <> 'password_version'
      ) AS fields
      FROM (SELECT o.id, to_jsonb(o) AS before FROM old_rows o OFFSET 0) AS r
    ) AS c;
  END IF;
  IF FOUND AND is_followed() THEN
    PERFORM pg_notify('change', '');
  END IF;
  RETURN NULL;
END
$$;

-- record_membership_change: the same for memberships, which belong to the history of the customer. The version is that of the
-- customer. A transaction that changes both updates the customer first.
-- A subquery reads the version, because PostgreSQL runs it for each row, through the index of ids. For a join, a plan that was made
-- for many rows would read all customers for each single membership that follows.
CREATE OR REPLACE FUNCTION record_membership_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor jsonb := coalesce(nullif(current_setting('shop.actor', true), ''), '{"type": "SYSTEM", "id": "system"}');
  actor_type text := actor ->> 'type';
  actor_id text := actor ->> 'id';
  request_id text := actor ->> 'requestId';
  changed_at timestamptz(3) := clock_timestamp();
  id_start text := change_id_start(changed_at);
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields, version)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'MEMBER_ADDED', 'CUSTOMER', c.customer_id, actor_type, actor_id, request_id,
      jsonb_build_array(jsonb_build_object('name', 'group_id', 'after', c.group_id)),
      (SELECT k.version FROM customer k WHERE k.id = c.customer_id)
    FROM (SELECT nextval('change_sequence') AS n, r.customer_id, r.group_id FROM new_rows r) AS c;
  ELSIF TG_OP = 'UPDATE' THEN
    -- The API does not do this. It happens if a customer or a group gets another id.
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields, version)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, c.action, 'CUSTOMER', c.customer_id, actor_type, actor_id, request_id,
      jsonb_build_array(jsonb_build_object('name', 'group_id', c.side, c.group_id)),
      (SELECT k.version FROM customer k WHERE k.id = c.customer_id)
    FROM (
      SELECT nextval('change_sequence') AS n, d.*
      FROM (
        SELECT 'MEMBER_REMOVED' AS action, 'before' AS side, o.*
        FROM (SELECT customer_id, group_id FROM old_rows EXCEPT SELECT customer_id, group_id FROM new_rows) AS o
        UNION ALL
        SELECT 'MEMBER_ADDED', 'after', n.*
        FROM (SELECT customer_id, group_id FROM new_rows EXCEPT SELECT customer_id, group_id FROM old_rows) AS n
      ) AS d
    ) AS c;
  ELSE
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields, version)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'MEMBER_REMOVED', 'CUSTOMER', c.customer_id, actor_type, actor_id, request_id,
      jsonb_build_array(jsonb_build_object('name', 'group_id', 'before', c.group_id)),
      (SELECT k.version FROM customer k WHERE k.id = c.customer_id)
    FROM (SELECT nextval('change_sequence') AS n, r.customer_id, r.group_id FROM old_rows r) AS c;
  END IF;
  IF FOUND AND is_followed() THEN
    PERFORM pg_notify('change', '');
  END IF;
  RETURN NULL;
END
$$;

-- record_claim: when orders become the orders of a customer who proved the email, history of the customer says so. There is one
-- change for each customer of a statement. It names at most 100 orders, so that its size is limited.
CREATE OR REPLACE FUNCTION record_claim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor jsonb := coalesce(nullif(current_setting('shop.actor', true), ''), '{"type": "SYSTEM", "id": "system"}');
  changed_at timestamptz(3) := clock_timestamp();
  id_start text;
BEGIN
  IF NOT EXISTS (SELECT FROM new_rows WHERE is_claimed) THEN
    RETURN NULL;
  END IF;
  id_start := change_id_start(changed_at);
  INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields, version)
  SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'UPDATED', 'CUSTOMER', c.customer_id,
    actor ->> 'type', actor ->> 'id', actor ->> 'requestId', jsonb_build_array(
      jsonb_build_object('name', 'claimed_order_count', 'before', null, 'after', c.total),
      jsonb_build_object('name', 'claimed_order_ids', 'before', null, 'after', c.order_ids)),
    (SELECT k.version FROM customer k WHERE k.id = c.customer_id)
  FROM (
    SELECT nextval('change_sequence') AS n, claims.*
    FROM (
      SELECT n.customer_id, count(*) AS total, to_jsonb((array_agg(n.id ORDER BY n.id))[1:100]) AS order_ids
      FROM new_rows n JOIN old_rows o ON o.id = n.id
      WHERE n.is_claimed AND n.customer_id IS NOT NULL AND n.customer_id IS DISTINCT FROM o.customer_id
      GROUP BY n.customer_id
    ) AS claims
  ) AS c;
  IF FOUND AND is_followed() THEN
    PERFORM pg_notify('change', '');
  END IF;
  RETURN NULL;
END
$$;

-- record_erasure: one change without values for each customer whose data was erased. The other writes of an erasure are not
-- recorded, because they would show the erased values.
CREATE OR REPLACE FUNCTION record_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor jsonb := coalesce(nullif(current_setting('shop.actor', true), ''), '{"type": "SYSTEM", "id": "system"}');
  changed_at timestamptz(3) := clock_timestamp();
  id_start text := change_id_start(changed_at);
BEGIN
  INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields, version)
  SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'ERASED', 'CUSTOMER', c.id,
    actor ->> 'type', actor ->> 'id', actor ->> 'requestId', '[]',
    (SELECT k.version FROM customer k WHERE k.id = c.id)
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
