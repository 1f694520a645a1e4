-- The lists of all customers and addresses leave out deleted rows. Each index that such a list is sorted by holds deleted_at, so the
-- rows before an offset are skipped in the index, without reading them from the table.
-- Building an index lets other sessions read. Dropping one does not, so the old indexes are dropped after all new ones are built.
CREATE INDEX customer_email_id_deleted_at_idx ON customer (email, id, deleted_at);
CREATE INDEX customer_first_name_sort_idx_new ON customer (fold_text(first_name), first_name, id, deleted_at);
CREATE INDEX customer_last_name_sort_idx_new ON customer (fold_text(last_name), last_name, id, deleted_at);
CREATE INDEX customer_company_name_sort_idx_new ON customer (fold_text(company_name), company_name, id, deleted_at);
CREATE INDEX customer_phone_sort_idx_new ON customer (fold_text(phone), phone, id, deleted_at);
CREATE INDEX customer_created_at_id_deleted_at_idx ON customer (created_at, id, deleted_at);
CREATE INDEX customer_updated_at_id_deleted_at_idx ON customer (updated_at, id, deleted_at);

CREATE INDEX customer_address_city_sort_idx_new ON customer_address (fold_text(city), city, id, deleted_at);
CREATE INDEX customer_address_postal_code_sort_idx_new ON customer_address (fold_text(postal_code), postal_code, id, deleted_at);
CREATE INDEX customer_address_country_code_id_deleted_at_idx ON customer_address (country_code, id, deleted_at);
CREATE INDEX customer_address_created_at_id_deleted_at_idx ON customer_address (created_at, id, deleted_at);
CREATE INDEX customer_address_updated_at_id_deleted_at_idx ON customer_address (updated_at, id, deleted_at);

-- The same for the order by id. Prisma's schema cannot describe a primary key with another column in its index.
CREATE INDEX customer_not_deleted_idx ON customer (id) WHERE deleted_at IS NULL;
CREATE INDEX customer_address_not_deleted_idx ON customer_address (id) WHERE deleted_at IS NULL;

DROP INDEX customer_email_id_idx, customer_first_name_sort_idx, customer_last_name_sort_idx, customer_company_name_sort_idx,
  customer_phone_sort_idx, customer_created_at_id_idx, customer_updated_at_id_idx;
ALTER INDEX customer_first_name_sort_idx_new RENAME TO customer_first_name_sort_idx;
ALTER INDEX customer_last_name_sort_idx_new RENAME TO customer_last_name_sort_idx;
ALTER INDEX customer_company_name_sort_idx_new RENAME TO customer_company_name_sort_idx;
ALTER INDEX customer_phone_sort_idx_new RENAME TO customer_phone_sort_idx;

DROP INDEX customer_address_city_sort_idx, customer_address_postal_code_sort_idx, customer_address_country_code_id_idx,
  customer_address_created_at_id_idx, customer_address_updated_at_id_idx;
ALTER INDEX customer_address_city_sort_idx_new RENAME TO customer_address_city_sort_idx;
ALTER INDEX customer_address_postal_code_sort_idx_new RENAME TO customer_address_postal_code_sort_idx;
