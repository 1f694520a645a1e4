-- External ids: the names that other systems have for customers and customer groups, one value for each system.
--
-- The ids of an object are always replaced as a whole: they are one value of its row, so that history records them as one and
-- reading them needs no join. Null means none. The tables below hold the same ids one a row. They enforce uniqueness and serve
-- lookups and filters.

ALTER TABLE customer
  ADD COLUMN external_ids jsonb,
  ADD CONSTRAINT customer_external_ids_form CHECK (jsonb_typeof(external_ids) = 'array' AND external_ids <> '[]');

ALTER TABLE customer_group
  ADD COLUMN external_ids jsonb,
  ADD CONSTRAINT customer_group_external_ids_form CHECK (jsonb_typeof(external_ids) = 'array' AND external_ids <> '[]');

-- The primary key is the rule that an object has one value for each system. Only the triggers below write this table.
CREATE TABLE customer_external_id (
  customer_id text COLLATE "C" NOT NULL,
  system text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  is_live boolean NOT NULL,
  CONSTRAINT customer_external_id_pkey PRIMARY KEY (customer_id, system),
  CONSTRAINT customer_external_id_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT customer_external_id_system_form CHECK (system ~ '^[a-z0-9._-]{1,64}$'),
  CONSTRAINT customer_external_id_value_length CHECK (char_length(value) BETWEEN 1 AND 255)
);

-- One customer that is not deleted for each system and value. A deletion frees the id; a restore takes it again or fails.
CREATE UNIQUE INDEX customer_external_id_key ON customer_external_id (system, value) WHERE is_live;
-- Serves filters, which also find deleted customers.
CREATE INDEX customer_external_id_value_customer_id_idx ON customer_external_id (value, customer_id);

CREATE TABLE customer_group_external_id (
  group_id text COLLATE "C" NOT NULL,
  system text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  is_live boolean NOT NULL,
  CONSTRAINT customer_group_external_id_pkey PRIMARY KEY (group_id, system),
  CONSTRAINT customer_group_external_id_group_id_fkey FOREIGN KEY (group_id) REFERENCES customer_group (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT customer_group_external_id_system_form CHECK (system ~ '^[a-z0-9._-]{1,64}$'),
  CONSTRAINT customer_group_external_id_value_length CHECK (char_length(value) BETWEEN 1 AND 255)
);

CREATE UNIQUE INDEX customer_group_external_id_key ON customer_group_external_id (system, value) WHERE is_live;
CREATE INDEX customer_group_external_id_value_group_id_idx ON customer_group_external_id (value, group_id);

-- insert_external_ids: writes the ids of new objects. Ids are inserted in the order of the unique index. So two statements that
-- insert the same ids wait for each other in one order, and do not deadlock.
CREATE FUNCTION insert_external_ids() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'customer' THEN
    INSERT INTO customer_external_id (customer_id, system, value, is_live)
    SELECT n.id, e.system, e.value, n.deleted_at IS NULL
    FROM new_rows n, jsonb_to_recordset(n.external_ids) AS e (system text, value text)
    WHERE n.external_ids IS NOT NULL
    ORDER BY e.system COLLATE "C", e.value COLLATE "C";
  ELSE
    INSERT INTO customer_group_external_id (group_id, system, value, is_live)
    SELECT n.id, e.system, e.value, n.deleted_at IS NULL
    FROM new_rows n, jsonb_to_recordset(n.external_ids) AS e (system text, value text)
    WHERE n.external_ids IS NOT NULL
    ORDER BY e.system COLLATE "C", e.value COLLATE "C";
  END IF;
  RETURN NULL;
END
$$;

-- update_external_ids: makes the rows of an object equal to the ids that were written, and marks them as deleted or restored.
CREATE FUNCTION update_external_ids() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'customer' THEN
    DELETE FROM customer_external_id e
    WHERE e.customer_id = NEW.id
      AND NOT coalesce(NEW.external_ids @> jsonb_build_array(jsonb_build_object('system', e.system, 'value', e.value)), false);
    INSERT INTO customer_external_id AS e (customer_id, system, value, is_live)
    SELECT NEW.id, n.system, n.value, NEW.deleted_at IS NULL
    FROM jsonb_to_recordset(NEW.external_ids) AS n (system text, value text)
    ORDER BY n.system COLLATE "C"
    ON CONFLICT (customer_id, system) DO UPDATE SET is_live = excluded.is_live WHERE e.is_live <> excluded.is_live;
  ELSE
    DELETE FROM customer_group_external_id e
    WHERE e.group_id = NEW.id
      AND NOT coalesce(NEW.external_ids @> jsonb_build_array(jsonb_build_object('system', e.system, 'value', e.value)), false);
    INSERT INTO customer_group_external_id AS e (group_id, system, value, is_live)
    SELECT NEW.id, n.system, n.value, NEW.deleted_at IS NULL
    FROM jsonb_to_recordset(NEW.external_ids) AS n (system text, value text)
    ORDER BY n.system COLLATE "C"
    ON CONFLICT (group_id, system) DO UPDATE SET is_live = excluded.is_live WHERE e.is_live <> excluded.is_live;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER customer_external_ids_inserted AFTER INSERT ON customer REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION insert_external_ids();
CREATE TRIGGER customer_external_ids_updated AFTER UPDATE OF external_ids, deleted_at ON customer FOR EACH ROW
  WHEN (OLD.external_ids IS DISTINCT FROM NEW.external_ids
    OR (NEW.external_ids IS NOT NULL AND (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)))
  EXECUTE FUNCTION update_external_ids();
CREATE TRIGGER customer_group_external_ids_inserted AFTER INSERT ON customer_group REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION insert_external_ids();
CREATE TRIGGER customer_group_external_ids_updated AFTER UPDATE OF external_ids, deleted_at ON customer_group FOR EACH ROW
  WHEN (OLD.external_ids IS DISTINCT FROM NEW.external_ids
    OR (NEW.external_ids IS NOT NULL AND (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL)))
  EXECUTE FUNCTION update_external_ids();
