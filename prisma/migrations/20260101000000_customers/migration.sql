-- Customers, their addresses, customer groups and memberships.
--
-- Texts are compared and sorted byte by byte (COLLATE "C"), whatever the locale of the database: ULIDs then sort in creation
-- order, folded names sort the same everywhere, and one index serves both lookups and paging.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- fold_case: lower case for all scripts, independent of the locale of the database.
-- The collation that knows all of Unicode has another name on each build of PostgreSQL; the first that is there is taken.
DO $$
DECLARE
  unicode_collation text;
BEGIN
  SELECT quote_ident(candidate) INTO unicode_collation
  FROM unnest(ARRAY['pg_c_utf8', 'C.utf8', 'C.UTF-8', 'und-x-icu']) WITH ORDINALITY AS c(candidate, preference)
  WHERE EXISTS (SELECT 1 FROM pg_collation WHERE collname = candidate)
  ORDER BY preference
  LIMIT 1;
  EXECUTE format(
    'CREATE FUNCTION fold_case(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
     RETURN lower(value COLLATE %s)',
    coalesce(unicode_collation, '"default"')
  );
END
$$;

-- fold_text: case, accents and the two small sigmas of Greek folded, for search and for sorting by names. Naming the
-- dictionary makes the result depend on nothing but the value, which is what IMMUTABLE promises.
CREATE FUNCTION fold_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN translate(fold_case(unaccent('unaccent'::regdictionary, value)), 'ς', 'σ');

-- like_escape: a text as a pattern of LIKE that matches nothing but the text.
CREATE FUNCTION like_escape(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN regexp_replace(value, '([\\%_])', '\\\1', 'g');

-- search_lines: the fields of a row that search looks into, folded, one a line. A word holds no white space, so it can
-- never match across two fields.
CREATE FUNCTION search_lines(VARIADIC fields text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN fold_text(array_to_string(fields, E'\n'));

CREATE TABLE customer (
  id text COLLATE "C" NOT NULL,
  email text COLLATE "C",
  first_name text COLLATE "C",
  last_name text COLLATE "C",
  company_name text COLLATE "C",
  phone text COLLATE "C",
  has_account boolean NOT NULL DEFAULT false,
  metadata jsonb,
  created_by text COLLATE "C",
  version integer NOT NULL DEFAULT 1,
  search_text text COLLATE "C" GENERATED ALWAYS AS (search_lines(email, first_name, last_name, company_name)) STORED,
  phone_digits text COLLATE "C" GENERATED ALWAYS AS (regexp_replace(phone, '[^0-9]', '', 'g')) STORED,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  deleted_at timestamptz(3),
  CONSTRAINT customer_pkey PRIMARY KEY (id),
  CONSTRAINT customer_has_identity CHECK (coalesce(email, phone, first_name, last_name, company_name) IS NOT NULL),
  CONSTRAINT customer_email_normal_form CHECK (email = fold_case(email)),
  CONSTRAINT customer_version_positive CHECK (version > 0)
);

-- One live guest and one live registered customer per email; a deleted customer frees it.
CREATE UNIQUE INDEX customer_email_key ON customer (email, has_account) WHERE deleted_at IS NULL;
CREATE INDEX customer_created_at_id_idx ON customer (created_at, id);
CREATE INDEX customer_updated_at_id_idx ON customer (updated_at, id);
CREATE INDEX customer_created_by_idx ON customer (created_by);
-- One index for each order in which customers are listed.
CREATE INDEX customer_email_id_idx ON customer (email, id);
CREATE INDEX customer_first_name_sort_idx ON customer (fold_text(first_name), id);
CREATE INDEX customer_last_name_sort_idx ON customer (fold_text(last_name), id);
CREATE INDEX customer_company_name_sort_idx ON customer (fold_text(company_name), id);
-- Search, and metadata filters with equals.
CREATE INDEX customer_search_idx ON customer USING gin (search_text gin_trgm_ops);
CREATE INDEX customer_phone_digits_idx ON customer USING gin (phone_digits gin_trgm_ops);
CREATE INDEX customer_metadata_idx ON customer USING gin (metadata jsonb_path_ops);

CREATE TABLE customer_address (
  id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  address_name text COLLATE "C",
  is_default_shipping boolean NOT NULL DEFAULT false,
  is_default_billing boolean NOT NULL DEFAULT false,
  company text COLLATE "C",
  first_name text COLLATE "C",
  last_name text COLLATE "C",
  address_1 text COLLATE "C",
  address_2 text COLLATE "C",
  city text COLLATE "C",
  province text COLLATE "C",
  postal_code text COLLATE "C",
  country_code text COLLATE "C",
  phone text COLLATE "C",
  metadata jsonb,
  version integer NOT NULL DEFAULT 1,
  search_text text COLLATE "C" GENERATED ALWAYS AS (
    search_lines(address_name, company, first_name, last_name, address_1, address_2, city, province, postal_code)
  ) STORED,
  deleted_with_customer boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  deleted_at timestamptz(3),
  CONSTRAINT customer_address_pkey PRIMARY KEY (id),
  CONSTRAINT customer_address_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT customer_address_country_code_form CHECK (country_code ~ '^[a-z]{2}$'),
  CONSTRAINT customer_address_deleted_with_customer CHECK (NOT deleted_with_customer OR deleted_at IS NOT NULL),
  CONSTRAINT customer_address_version_positive CHECK (version > 0)
);

CREATE INDEX customer_address_customer_id_id_idx ON customer_address (customer_id, id);
-- At most one default address of each role among the live addresses of a customer.
CREATE UNIQUE INDEX customer_address_default_shipping_key ON customer_address (customer_id) WHERE is_default_shipping AND deleted_at IS NULL;
CREATE UNIQUE INDEX customer_address_default_billing_key ON customer_address (customer_id) WHERE is_default_billing AND deleted_at IS NULL;
CREATE INDEX customer_address_search_idx ON customer_address USING gin (search_text gin_trgm_ops);

CREATE TABLE customer_group (
  id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  metadata jsonb,
  created_by text COLLATE "C",
  version integer NOT NULL DEFAULT 1,
  search_text text COLLATE "C" GENERATED ALWAYS AS (search_lines(name)) STORED,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  deleted_at timestamptz(3),
  CONSTRAINT customer_group_pkey PRIMARY KEY (id),
  CONSTRAINT customer_group_name_not_blank CHECK (name ~ '\S'),
  CONSTRAINT customer_group_version_positive CHECK (version > 0)
);

-- One live group per name, ignoring case; a deleted group frees it.
CREATE UNIQUE INDEX customer_group_name_key ON customer_group (fold_case(name)) WHERE deleted_at IS NULL;
CREATE INDEX customer_group_created_at_id_idx ON customer_group (created_at, id);
CREATE INDEX customer_group_updated_at_id_idx ON customer_group (updated_at, id);
CREATE INDEX customer_group_name_sort_idx ON customer_group (fold_text(name), id);
CREATE INDEX customer_group_search_idx ON customer_group USING gin (search_text gin_trgm_ops);

-- A membership outlives the soft delete of its customer or group and shows again when both are live.
CREATE TABLE customer_group_member (
  group_id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C" NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT customer_group_member_pkey PRIMARY KEY (group_id, customer_id),
  CONSTRAINT customer_group_member_group_id_fkey FOREIGN KEY (group_id) REFERENCES customer_group (id) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT customer_group_member_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX customer_group_member_customer_id_group_id_idx ON customer_group_member (customer_id, group_id);
