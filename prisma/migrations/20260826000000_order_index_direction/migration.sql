-- The id of an order list has the direction of the date. Indexes with both ascending serve both directions.
DROP INDEX customer_order_placed_at_id_idx;
DROP INDEX customer_order_status_placed_at_id_idx;
DROP INDEX customer_order_email_placed_at_id_idx;
CREATE INDEX customer_order_placed_at_id_idx ON customer_order (placed_at, id);
CREATE INDEX customer_order_status_placed_at_id_idx ON customer_order (status, placed_at, id);
CREATE INDEX customer_order_email_placed_at_id_idx ON customer_order (email, placed_at, id);
