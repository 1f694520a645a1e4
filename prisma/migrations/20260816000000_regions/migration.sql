-- Regions: a name, a currency and countries.

-- The countries of a region are always replaced as a whole: they are one value, so that history records them as one. A deleted
-- region keeps them for its history.
CREATE TABLE region (
  id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  currency_code text COLLATE "C" NOT NULL,
  country_codes text[] COLLATE "C" NOT NULL DEFAULT '{}',
  metadata jsonb,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  deleted_at timestamptz(3),
  CONSTRAINT region_pkey PRIMARY KEY (id),
  CONSTRAINT region_name_not_blank CHECK (name ~ '\S'),
  CONSTRAINT region_currency_code_form CHECK (currency_code ~ '^[A-Z]{3}$'),
  CONSTRAINT region_version_positive CHECK (version > 0)
);

-- Unique as the names of customer groups: among regions that are not deleted, case aside.
CREATE UNIQUE INDEX region_name_key ON region (fold_case(name)) WHERE deleted_at IS NULL;

-- The countries of the regions that are not deleted. The primary key is the rule that a country belongs to one region at most.
-- Only the triggers below write this table.
CREATE TABLE region_country (
  country_code text COLLATE "C" NOT NULL,
  region_id text COLLATE "C" NOT NULL,
  CONSTRAINT region_country_pkey PRIMARY KEY (country_code),
  CONSTRAINT region_country_region_id_fkey FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT region_country_country_code_form CHECK (country_code ~ '^[a-z]{2}$')
);

CREATE INDEX region_country_region_id_idx ON region_country (region_id);

-- write_region_countries: makes the rows of region_country equal to the countries of the region that was written. A country of
-- another region violates the primary key. Rows are inserted in the order of their key, which makes deadlocks rare.
CREATE FUNCTION write_region_countries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM region_country
  WHERE region_id = NEW.id AND (NEW.deleted_at IS NOT NULL OR country_code <> ALL (NEW.country_codes));
  IF NEW.deleted_at IS NULL THEN
    INSERT INTO region_country (country_code, region_id)
    SELECT code, NEW.id FROM unnest(NEW.country_codes) AS code
    EXCEPT SELECT country_code, region_id FROM region_country WHERE region_id = NEW.id
    ORDER BY 1;
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER region_countries_inserted AFTER INSERT ON region
  FOR EACH ROW EXECUTE FUNCTION write_region_countries();
CREATE TRIGGER region_countries_updated AFTER UPDATE OF country_codes, deleted_at ON region
  FOR EACH ROW EXECUTE FUNCTION write_region_countries();

CREATE TRIGGER region_inserted AFTER INSERT ON region REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION record_change('REGION');
CREATE TRIGGER region_updated AFTER UPDATE ON region REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION record_change('REGION');
CREATE TRIGGER region_deleted AFTER DELETE ON region REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION record_change('REGION');

-- Users and API keys with all scopes so far get the new one. The root key gets it when the server starts.
UPDATE staff_user SET scopes = scopes || '{REGIONS_WRITE}', updated_at = now()
WHERE deleted_at IS NULL AND scopes @> '{CUSTOMERS_READ,CUSTOMERS_WRITE,CUSTOMER_GROUPS_READ,CUSTOMER_GROUPS_WRITE,PRICE_LISTS_READ,PRICE_LISTS_WRITE,ORDERS_READ,ORDERS_WRITE,HISTORY_READ,USERS_MANAGE,API_KEYS_MANAGE}';
UPDATE api_key SET scopes = scopes || '{REGIONS_WRITE}'
WHERE revoked_at IS NULL AND scopes @> '{CUSTOMERS_READ,CUSTOMERS_WRITE,CUSTOMER_GROUPS_READ,CUSTOMER_GROUPS_WRITE,PRICE_LISTS_READ,PRICE_LISTS_WRITE,ORDERS_READ,ORDERS_WRITE,HISTORY_READ,USERS_MANAGE,API_KEYS_MANAGE}';
