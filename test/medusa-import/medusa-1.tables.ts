/** The tables of Medusa 1.20, with the columns that matter to the import, and some that do not. */
export const medusa1Tables = `
CREATE TYPE price_list_type AS ENUM ('sale', 'override');
CREATE TYPE price_list_status AS ENUM ('active', 'draft');
CREATE TYPE order_status AS ENUM ('pending', 'completed', 'archived', 'canceled', 'requires_action');
CREATE TABLE migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL);
CREATE TABLE region (id varchar PRIMARY KEY, name varchar NOT NULL, currency_code varchar NOT NULL, tax_rate real NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz, metadata jsonb);
CREATE TABLE country (id serial PRIMARY KEY, iso_2 varchar NOT NULL UNIQUE, iso_3 varchar NOT NULL DEFAULT '', num_code integer NOT NULL DEFAULT 0,
  name varchar NOT NULL DEFAULT '', display_name varchar NOT NULL DEFAULT '', region_id varchar REFERENCES region);
CREATE TABLE customer (id varchar PRIMARY KEY, email varchar NOT NULL, first_name varchar, last_name varchar, phone varchar,
  billing_address_id varchar UNIQUE, password_hash varchar, has_account boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz, metadata jsonb);
CREATE UNIQUE INDEX ON customer (email, has_account) WHERE deleted_at IS NULL;
CREATE TABLE address (id varchar PRIMARY KEY, customer_id varchar REFERENCES customer, company varchar, first_name varchar, last_name varchar,
  address_1 varchar, address_2 varchar, city varchar, country_code varchar REFERENCES country (iso_2), province varchar, postal_code varchar,
  phone varchar, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz, metadata jsonb);
ALTER TABLE customer ADD FOREIGN KEY (billing_address_id) REFERENCES address;
CREATE TABLE customer_group (id varchar PRIMARY KEY, name varchar NOT NULL,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz, metadata jsonb);
CREATE UNIQUE INDEX ON customer_group (name) WHERE deleted_at IS NULL;
CREATE TABLE customer_group_customers (customer_group_id varchar REFERENCES customer_group ON DELETE CASCADE,
  customer_id varchar REFERENCES customer ON DELETE CASCADE, PRIMARY KEY (customer_group_id, customer_id));
CREATE TABLE price_list (id varchar PRIMARY KEY, name varchar NOT NULL, description varchar NOT NULL DEFAULT '',
  type price_list_type NOT NULL DEFAULT 'sale', status price_list_status NOT NULL DEFAULT 'draft', starts_at timestamptz, ends_at timestamptz,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz);
CREATE TABLE price_list_customer_groups (price_list_id varchar, customer_group_id varchar, PRIMARY KEY (price_list_id, customer_group_id));
CREATE TABLE money_amount (id varchar PRIMARY KEY, currency_code varchar NOT NULL, amount integer NOT NULL, min_quantity integer,
  max_quantity integer, price_list_id varchar REFERENCES price_list, region_id varchar,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz);
CREATE TABLE product_variant_money_amount (id varchar PRIMARY KEY, variant_id varchar NOT NULL, money_amount_id varchar NOT NULL UNIQUE,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, deleted_at timestamptz);
CREATE SEQUENCE order_display_id_seq;
CREATE TABLE "order" (id varchar PRIMARY KEY, status order_status NOT NULL DEFAULT 'pending',
  display_id integer NOT NULL DEFAULT nextval('order_display_id_seq'), customer_id varchar NOT NULL REFERENCES customer, email varchar NOT NULL,
  region_id varchar, currency_code varchar NOT NULL, tax_rate real, canceled_at timestamptz, metadata jsonb,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
CREATE TABLE draft_order (id varchar PRIMARY KEY, order_id varchar, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
CREATE TABLE line_item (id varchar PRIMARY KEY, order_id varchar, unit_price integer NOT NULL, quantity integer NOT NULL,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
CREATE TABLE line_item_adjustment (id varchar PRIMARY KEY, item_id varchar NOT NULL, amount numeric NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE line_item_tax_line (id varchar PRIMARY KEY, item_id varchar NOT NULL, rate real NOT NULL,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
CREATE TABLE shipping_method (id varchar PRIMARY KEY, order_id varchar, price integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE shipping_method_tax_line (id varchar PRIMARY KEY, shipping_method_id varchar NOT NULL, rate real NOT NULL,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL);
CREATE TABLE gift_card_transaction (id varchar PRIMARY KEY, order_id varchar NOT NULL, amount integer NOT NULL, is_taxable boolean,
  tax_rate real, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
INSERT INTO migrations (timestamp, name) VALUES (1709888477798, 'AlterCustomerUniqueConstraint1709888477798');
INSERT INTO country (iso_2) SELECT unnest(ARRAY['de', 'fr', 'it', 'us', 'gb', 'xk', 'jp', 'zz']);
`;
