-- Customers are listed in these orders, too.
CREATE INDEX customer_phone_sort_idx ON customer (fold_text(phone), phone, id);
CREATE INDEX customer_deleted_at_id_idx ON customer (deleted_at, id);
