const dates =
  "created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), deleted_at timestamptz";

/** The tables of Medusa 2.x, with the columns that matter to the import, and some that do not. */
export const medusa2Tables = `
CREATE TABLE mikro_orm_migrations (id serial PRIMARY KEY, name varchar);
CREATE TYPE order_status_enum AS ENUM ('pending', 'completed', 'draft', 'archived', 'canceled', 'requires_action');
CREATE TABLE region (id text PRIMARY KEY, name text NOT NULL, currency_code text NOT NULL, metadata jsonb, ${dates});
CREATE TABLE region_country (iso_2 text PRIMARY KEY, iso_3 text NOT NULL DEFAULT '', num_code text NOT NULL DEFAULT '', name text NOT NULL DEFAULT '',
  display_name text NOT NULL DEFAULT '', region_id text, metadata jsonb, ${dates});
CREATE TABLE customer (id text PRIMARY KEY, company_name text, first_name text, last_name text, email text, phone text,
  has_account boolean NOT NULL DEFAULT false, metadata jsonb, created_by text, ${dates});
CREATE UNIQUE INDEX ON customer (email, has_account) WHERE deleted_at IS NULL;
CREATE TABLE customer_address (id text PRIMARY KEY, customer_id text NOT NULL REFERENCES customer, address_name text,
  is_default_shipping boolean NOT NULL DEFAULT false, is_default_billing boolean NOT NULL DEFAULT false, company text, first_name text,
  last_name text, address_1 text, address_2 text, city text, country_code text, province text, postal_code text, phone text, metadata jsonb, ${dates});
CREATE UNIQUE INDEX ON customer_address (customer_id) WHERE is_default_shipping;
CREATE UNIQUE INDEX ON customer_address (customer_id) WHERE is_default_billing;
CREATE TABLE customer_group (id text PRIMARY KEY, name text NOT NULL, metadata jsonb, created_by text, ${dates});
CREATE UNIQUE INDEX ON customer_group (name) WHERE deleted_at IS NULL;
CREATE TABLE customer_group_customer (id text PRIMARY KEY, customer_id text NOT NULL REFERENCES customer,
  customer_group_id text NOT NULL REFERENCES customer_group, metadata jsonb, created_by text, ${dates});
CREATE TABLE price_list (id text PRIMARY KEY, title text NOT NULL, description text NOT NULL DEFAULT '', type text NOT NULL DEFAULT 'sale',
  status text NOT NULL DEFAULT 'draft', starts_at timestamptz, ends_at timestamptz, rules_count integer DEFAULT 0, ${dates});
CREATE TABLE price_list_rule (id text PRIMARY KEY, price_list_id text NOT NULL REFERENCES price_list, attribute text NOT NULL DEFAULT '',
  value jsonb, ${dates});
CREATE TABLE price (id text PRIMARY KEY, price_set_id text NOT NULL, price_list_id text, currency_code text NOT NULL, amount numeric NOT NULL,
  raw_amount jsonb NOT NULL, min_quantity numeric, max_quantity numeric, title text, ${dates});
CREATE TABLE price_rule (id text PRIMARY KEY, price_id text NOT NULL, attribute text NOT NULL DEFAULT '', value text NOT NULL,
  operator text NOT NULL DEFAULT 'eq', ${dates});
CREATE TABLE product_variant_price_set (id text PRIMARY KEY, variant_id text NOT NULL, price_set_id text NOT NULL, ${dates});
CREATE TABLE "order" (id text PRIMARY KEY, display_id integer, custom_display_id text, customer_id text, version integer NOT NULL DEFAULT 1,
  status order_status_enum NOT NULL DEFAULT 'pending', is_draft_order boolean NOT NULL DEFAULT false, email text, region_id text,
  currency_code text NOT NULL, metadata jsonb, canceled_at timestamptz, ${dates});
CREATE TABLE order_summary (id text PRIMARY KEY, order_id text NOT NULL, version integer NOT NULL DEFAULT 1, totals jsonb, ${dates});
CREATE TABLE auth_identity (id text PRIMARY KEY, app_metadata jsonb, ${dates});
CREATE TABLE provider_identity (id text PRIMARY KEY, entity_id text NOT NULL, provider text NOT NULL, auth_identity_id text REFERENCES auth_identity,
  user_metadata jsonb, provider_metadata jsonb, ${dates});
CREATE UNIQUE INDEX ON provider_identity (entity_id, provider);
INSERT INTO region_country (iso_2) SELECT unnest(ARRAY['de', 'fr', 'it', 'us', 'gb', 'xk', 'jp']);
`;
