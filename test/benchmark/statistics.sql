-- Rows for measuring customerStatistics: 1,000,000 customers, of whom 1 % are deleted, 2,000,000 addresses, 200 groups and almost
-- 3,000,000 memberships. For an empty database with the schema (npm run db:migrate). docs/performance.md has the figures.

-- Without triggers: no history.
SET session_replication_role = replica;
SET synchronous_commit = off;

-- Statistics do not use these indexes, which take most of the time of loading.
DROP INDEX customer_search_idx, customer_metadata_idx, customer_first_name_sort_idx, customer_last_name_sort_idx,
  customer_company_name_sort_idx, customer_phone_sort_idx, customer_address_search_idx, customer_address_city_sort_idx,
  customer_address_postal_code_sort_idx;

INSERT INTO customer_group (id, name)
SELECT 'cusgroup_' || lpad(n::text, 26, '0'), 'Group ' || n FROM generate_series(1, 200) AS n;

INSERT INTO customer (id, email, first_name, last_name, has_account, created_at, updated_at, deleted_at)
SELECT 'cus_' || lpad(n::text, 26, '0'), 'customer' || n || '@example.com', 'First' || n % 5000, 'Last' || n % 20000, n % 2 = 0,
  t, t, CASE n % 100 WHEN 0 THEN t + interval '1 day' END
FROM generate_series(1, 1000000) AS n, LATERAL (SELECT timestamptz '2020-01-01' + n * interval '200 seconds' AS t) AS times;

INSERT INTO customer_address (id, customer_id, address_1, city, country_code, is_default_shipping, is_default_billing,
  deleted_at, deleted_with_customer)
SELECT 'cuaddr_' || lpad((2 * n + k)::text, 26, '0'), 'cus_' || lpad(n::text, 26, '0'), 'Via Roma ' || n, 'Roma',
  (ARRAY['it', 'de', 'fr', 'us', 'gb', 'es', 'at', 'ch'])[1 + (hashint4(n) & 7)], k = 1, k = 0,
  CASE n % 100 WHEN 0 THEN now() END, n % 100 = 0
FROM generate_series(1, 1000000) AS n, generate_series(0, 1) AS k;

INSERT INTO customer_group_member (group_id, customer_id)
SELECT DISTINCT 'cusgroup_' || lpad((1 + abs(hashint8(n * 3 + k)) % 200)::text, 26, '0'), 'cus_' || lpad(n::text, 26, '0')
FROM generate_series(1, 1000000) AS n, generate_series(0, 2) AS k;

VACUUM ANALYZE;
