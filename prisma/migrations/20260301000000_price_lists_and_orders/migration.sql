-- Price lists, and the orders that the order system records.

-- The prices are always replaced as a whole and never looked for one by one: they are one value, checked by the service.
-- So is the condition, whose groups are never deleted physically.
CREATE TABLE price_list (
  id text COLLATE "C" NOT NULL,
  title text COLLATE "C" NOT NULL,
  description text COLLATE "C",
  type text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL DEFAULT 'DRAFT',
  starts_at timestamptz(3),
  ends_at timestamptz(3),
  metadata jsonb,
  prices jsonb NOT NULL DEFAULT '[]',
  customer_group_ids text[] COLLATE "C" NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1,
  search_text text COLLATE "C" GENERATED ALWAYS AS (search_lines(title)) STORED,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  deleted_at timestamptz(3),
  CONSTRAINT price_list_pkey PRIMARY KEY (id),
  CONSTRAINT price_list_title_not_blank CHECK (title ~ '\S'),
  CONSTRAINT price_list_type_known CHECK (type IN ('SALE', 'OVERRIDE')),
  CONSTRAINT price_list_status_known CHECK (status IN ('ACTIVE', 'DRAFT')),
  CONSTRAINT price_list_starts_before_it_ends CHECK (starts_at < ends_at),
  CONSTRAINT price_list_prices_are_a_list CHECK (jsonb_typeof(prices) = 'array'),
  CONSTRAINT price_list_version_positive CHECK (version > 0)
);

-- One index for each order in which price lists are listed.
CREATE INDEX price_list_title_sort_idx ON price_list (fold_text(title), id);
CREATE INDEX price_list_starts_at_id_idx ON price_list (starts_at, id);
CREATE INDEX price_list_ends_at_id_idx ON price_list (ends_at, id);
CREATE INDEX price_list_created_at_id_idx ON price_list (created_at, id);
CREATE INDEX price_list_updated_at_id_idx ON price_list (updated_at, id);
-- What applies to a customer is looked for among these.
CREATE INDEX price_list_active_idx ON price_list (id) WHERE status = 'ACTIVE' AND deleted_at IS NULL;
CREATE INDEX price_list_customer_group_ids_idx ON price_list USING gin (customer_group_ids);
CREATE INDEX price_list_search_idx ON price_list USING gin (search_text gin_trgm_ops);

-- An order outlives its customer. The total is kept as it is shown, with the decimals of its currency.
CREATE TABLE customer_order (
  id text COLLATE "C" NOT NULL,
  customer_id text COLLATE "C",
  display_id integer,
  status text COLLATE "C" NOT NULL,
  email text COLLATE "C",
  currency_code text COLLATE "C" NOT NULL,
  total text COLLATE "C" NOT NULL,
  placed_at timestamptz(3) NOT NULL,
  metadata jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT customer_order_pkey PRIMARY KEY (id),
  CONSTRAINT customer_order_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT customer_order_status_known CHECK (status IN ('PENDING', 'COMPLETED', 'CANCELED', 'ARCHIVED', 'REQUIRES_ACTION')),
  CONSTRAINT customer_order_email_normal_form CHECK (email = fold_case(email)),
  CONSTRAINT customer_order_currency_code_form CHECK (currency_code ~ '^[A-Z]{3}$'),
  CONSTRAINT customer_order_total_is_decimal CHECK (total ~ '^(0|[1-9][0-9]{0,17})(\.[0-9]{1,4})?$')
);

-- One index for each order in which a customer's orders are listed.
CREATE INDEX customer_order_customer_id_id_idx ON customer_order (customer_id, id);
CREATE INDEX customer_order_customer_id_placed_at_id_idx ON customer_order (customer_id, placed_at, id);
CREATE INDEX customer_order_customer_id_display_id_id_idx ON customer_order (customer_id, display_id, id);
