-- History of claimed orders, and the end of a claim.

-- record_claim: when orders become the orders of a customer who proved the email, history of the customer says so. There is one
-- change for each customer of a statement. It names at most 100 orders, so that its size is limited.
CREATE FUNCTION record_claim() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor jsonb := coalesce(nullif(current_setting('shop.actor', true), ''), '{"type": "SYSTEM", "id": "system"}');
  changed_at timestamptz(3) := clock_timestamp();
  id_start text;
BEGIN
  IF NOT EXISTS (SELECT FROM new_rows WHERE is_claimed) THEN
    RETURN NULL;
  END IF;
  id_start := change_id_start(changed_at);
  INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, request_id, fields)
  SELECT c.n, id_start || upper(lpad(to_hex(c.n), 16, '0')), changed_at, 'UPDATED', 'CUSTOMER', c.customer_id,
    actor ->> 'type', actor ->> 'id', actor ->> 'requestId', jsonb_build_array(
      jsonb_build_object('name', 'claimed_order_count', 'before', null, 'after', c.total),
      jsonb_build_object('name', 'claimed_order_ids', 'before', null, 'after', c.order_ids))
  FROM (
    SELECT nextval('change_sequence') AS n, claims.*
    FROM (
      SELECT n.customer_id, count(*) AS total, to_jsonb((array_agg(n.id ORDER BY n.id))[1:100]) AS order_ids
      FROM new_rows n JOIN old_rows o ON o.id = n.id
      WHERE n.is_claimed AND n.customer_id IS NOT NULL AND n.customer_id IS DISTINCT FROM o.customer_id
      GROUP BY n.customer_id
    ) AS claims
  ) AS c;
  IF FOUND AND is_followed() THEN
    PERFORM pg_notify('change', '');
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER customer_order_claimed AFTER UPDATE ON customer_order REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION record_claim();

-- A guest with another email may be another person, and a registered customer has their own orders.
CREATE FUNCTION end_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.orders_claimed_by := NULL;
  RETURN NEW;
END
$$;

CREATE TRIGGER customer_claim_end BEFORE UPDATE OF email, has_account ON customer FOR EACH ROW
  WHEN (NEW.orders_claimed_by IS NOT NULL AND (OLD.email IS DISTINCT FROM NEW.email OR NEW.has_account))
  EXECUTE FUNCTION end_claim();
