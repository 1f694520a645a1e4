-- What triggers write stays what it was, and costs less: what all rows of a statement share is worked out once, and there is
-- no SQL function left that PostgreSQL would prepare again for each statement, which took longer than all the rest.

-- change_id_start: what the ids of all changes of a moment begin with, a prefix and the time in the digits of a ULID.
CREATE FUNCTION change_id_start(at timestamptz) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  milliseconds bigint := floor(extract(epoch FROM at) * 1000);
  start text := 'chg_';
BEGIN
  FOR place IN REVERSE 9..0 LOOP
    start := start || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (milliseconds >> 5 * place & 31)::int + 1, 1);
  END LOOP;
  RETURN start;
END
$$;

-- change_id: the whole id, which ends with the place in the sequence.
CREATE OR REPLACE FUNCTION change_id(at timestamptz, sequence bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN change_id_start(at) || upper(lpad(to_hex(sequence), 16, '0'));

-- is_followed: whether anybody listens for changes, who holds this lock together with all others who do. Without them nothing
-- is notified: transactions that notify commit one after the other, each with a write to the disk of its own. Where two writers
-- ask at the same moment, one of them notifies in vain. The number is 'change' in ASCII.
CREATE FUNCTION is_followed() RETURNS boolean LANGUAGE sql
  RETURN CASE WHEN pg_try_advisory_lock(109299962373989) THEN NOT pg_advisory_unlock(109299962373989) ELSE true END;

-- record_change: history for the rows that one statement inserted, updated or deleted, as far as anything changed.
-- Arguments of the trigger: the type of the subject, then the columns that are nobody's business.
-- The setting shop.actor holds who acts, as JSON, for the time of a transaction; without it, it is the server itself.
-- Fields are what differs between a row before and after, by the names of columns. A password shows that it changed and
-- nothing else, and the end of sessions that comes with a deletion not at all.
-- The join is a full one, which PostgreSQL never does by nested loops: a plan made for one row is used for ten thousand, too,
-- and took 24 s instead of 0.5. OFFSET 0 keeps rows from being turned into JSON and compared again for each use of the result.
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
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'CREATED', subject_type, c.id, actor_type, actor_id, request_id, c.fields
    FROM (
      SELECT nextval('change_sequence') AS n, r.id, (
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
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, c.action, subject_type, c.id, actor_type, actor_id, request_id, c.fields
    FROM (
      SELECT nextval('change_sequence') AS n, d.id, d.fields, CASE
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
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'DELETED', subject_type, c.id, actor_type, actor_id, request_id, c.fields
    FROM (
      SELECT nextval('change_sequence') AS n, r.id, (
        SELECT coalesce(jsonb_agg(jsonb_build_object('name', key, 'before', value, 'after', null) ORDER BY key COLLATE "C"), '[]')
        FROM jsonb_each(to_jsonb(r) - unseen)
        WHERE value <> 'null' AND key <> 'password_version'
      ) AS fields
      FROM old_rows r
    ) AS c;
  END IF;
  IF FOUND AND is_followed() THEN
    PERFORM pg_notify('change', '');
  END IF;
  RETURN NULL;
END
$$;

DROP FUNCTION changed_fields(jsonb, jsonb, text[]);

-- record_membership_change: the same for memberships, which belong to the history of the customer.
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
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'MEMBER_ADDED', 'CUSTOMER', c.customer_id, actor_type, actor_id, request_id,
      jsonb_build_array(jsonb_build_object('name', 'group_id', 'after', c.group_id))
    FROM (SELECT nextval('change_sequence') AS n, r.customer_id, r.group_id FROM new_rows r) AS c;
  ELSIF TG_OP = 'UPDATE' THEN
    -- Nobody does it but by hand, or by giving a customer or a group another id.
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, c.action, 'CUSTOMER', c.customer_id, actor_type, actor_id, request_id,
      jsonb_build_array(jsonb_build_object('name', 'group_id', c.side, c.group_id))
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
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields)
    SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'MEMBER_REMOVED', 'CUSTOMER', c.customer_id, actor_type, actor_id, request_id,
      jsonb_build_array(jsonb_build_object('name', 'group_id', 'before', c.group_id))
    FROM (SELECT nextval('change_sequence') AS n, r.customer_id, r.group_id FROM old_rows r) AS c;
  END IF;
  IF FOUND AND is_followed() THEN
    PERFORM pg_notify('change', '');
  END IF;
  RETURN NULL;
END
$$;

-- Each index costs every change something. The id begins with the moment and ends with the place in the sequence, so the index
-- on it serves those who look for either.
ALTER TABLE change DROP CONSTRAINT change_pkey;
ALTER TABLE change ADD CONSTRAINT change_pkey PRIMARY KEY USING INDEX change_id_key;
DROP INDEX change_at_id_idx;
