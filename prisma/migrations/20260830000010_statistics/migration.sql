-- Indexes that hold all columns of `customerStatistics`, so that counting a million customers reads no table.
CREATE INDEX customer_statistics_idx ON customer (created_at, has_account) WHERE deleted_at IS NULL;
CREATE INDEX customer_address_statistics_idx ON customer_address (country_code) WHERE is_default_shipping AND deleted_at IS NULL;
