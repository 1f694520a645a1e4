-- Indexes for the list of all orders: one for each order in which it can be sorted.
CREATE INDEX customer_order_placed_at_id_idx ON customer_order (placed_at DESC, id);
CREATE INDEX customer_order_display_id_sort_idx ON customer_order (natural_order(fold_text(display_id)), display_id, id);

-- Indexes for filters by status, email and display id. Matching orders are read newest first.
CREATE INDEX customer_order_status_placed_at_id_idx ON customer_order (status, placed_at DESC, id);
CREATE INDEX customer_order_email_placed_at_id_idx ON customer_order (email, placed_at DESC, id);
CREATE INDEX customer_order_display_id_idx ON customer_order (display_id);
