-- Customers without metadata need no entry. A filter by a value of metadata finds only customers that have some.
-- Dropping an index locks the table against reads, so the new one is built first.
CREATE INDEX customer_metadata_idx_new ON customer USING gin (metadata jsonb_path_ops) WHERE metadata IS NOT NULL;
DROP INDEX customer_metadata_idx;
ALTER INDEX customer_metadata_idx_new RENAME TO customer_metadata_idx;
