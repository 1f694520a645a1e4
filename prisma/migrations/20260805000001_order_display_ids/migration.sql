-- The number that people know an order by is any text, such as A-1042; refunds have totals below 0.

-- natural_order: a text whose runs of digits sort as numbers: before each, without its zeros, stands how long it is.
CREATE FUNCTION natural_order(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN coalesce((
    SELECT string_agg(
      CASE WHEN part[2] IS NULL THEN part[1] ELSE lpad(length(ltrim(part[2], '0'))::text, 3, '0') || ltrim(part[2], '0') END,
      '' ORDER BY place)
    FROM regexp_matches(value, '([^0-9]+)|([0-9]+)', 'g') WITH ORDINALITY AS found (part, place)
  ), '');
END
$$;

DROP INDEX customer_order_customer_id_display_id_id_idx;
ALTER TABLE customer_order
  ALTER COLUMN display_id TYPE text COLLATE "C",
  DROP CONSTRAINT customer_order_total_is_decimal,
  ADD CONSTRAINT customer_order_total_is_decimal CHECK (total ~ '^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,4})?$');
CREATE INDEX customer_order_customer_id_display_id_sort_idx
  ON customer_order (customer_id, natural_order(fold_text(display_id)), display_id, id);
