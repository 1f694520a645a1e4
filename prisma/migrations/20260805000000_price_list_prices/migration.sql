-- The prices of a price list, one a row, so that a page of them reads no more than its rows. They are written, compared and
-- recorded in the history as one value, price_list.prices; triggers keep these rows the same.
CREATE TABLE price_list_price (
  price_list_id text COLLATE "C" NOT NULL,
  -- The place in the list, counted from 1.
  position integer NOT NULL,
  variant_id text COLLATE "C" NOT NULL,
  currency_code text COLLATE "C" NOT NULL,
  amount text COLLATE "C" NOT NULL,
  min_quantity integer,
  max_quantity integer,
  CONSTRAINT price_list_price_pkey PRIMARY KEY (price_list_id, position),
  CONSTRAINT price_list_price_price_list_id_fkey FOREIGN KEY (price_list_id) REFERENCES price_list (id) ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX price_list_price_price_list_id_variant_id_position_idx ON price_list_price (price_list_id, variant_id, position);

-- write_price_list_prices: replaces the rows of the price list that was written.
CREATE FUNCTION write_price_list_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM price_list_price WHERE price_list_id = NEW.id;
  INSERT INTO price_list_price (price_list_id, position, variant_id, currency_code, amount, min_quantity, max_quantity)
  SELECT NEW.id, p.position, p.variant_id, p.currency_code, p.amount, p.min_quantity, p.max_quantity
  FROM ROWS FROM (
    jsonb_to_recordset(NEW.prices)
      AS ("variantId" text, "currencyCode" text, amount text, "minQuantity" integer, "maxQuantity" integer)
  ) WITH ORDINALITY AS p (variant_id, currency_code, amount, min_quantity, max_quantity, position);
  RETURN NULL;
END
$$;

CREATE TRIGGER price_list_prices_inserted AFTER INSERT ON price_list
  FOR EACH ROW WHEN (NEW.prices <> '[]') EXECUTE FUNCTION write_price_list_prices();
CREATE TRIGGER price_list_prices_updated AFTER UPDATE OF prices ON price_list
  FOR EACH ROW WHEN (NEW.prices <> OLD.prices) EXECUTE FUNCTION write_price_list_prices();

INSERT INTO price_list_price (price_list_id, position, variant_id, currency_code, amount, min_quantity, max_quantity)
SELECT l.id, p.position, p.variant_id, p.currency_code, p.amount, p.min_quantity, p.max_quantity
FROM price_list l
CROSS JOIN LATERAL ROWS FROM (
  jsonb_to_recordset(l.prices)
    AS ("variantId" text, "currencyCode" text, amount text, "minQuantity" integer, "maxQuantity" integer)
) WITH ORDINALITY AS p (variant_id, currency_code, amount, min_quantity, max_quantity, position);
