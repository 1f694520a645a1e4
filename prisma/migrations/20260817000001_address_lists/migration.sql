-- Indexes for the list of all addresses: one for each order in which it can be sorted. Those on city, postal code and country
-- also serve filters by these fields.
CREATE INDEX customer_address_city_sort_idx ON customer_address (fold_text(city), city, id);
CREATE INDEX customer_address_postal_code_sort_idx ON customer_address (fold_text(postal_code), postal_code, id);
CREATE INDEX customer_address_country_code_id_idx ON customer_address (country_code, id);
CREATE INDEX customer_address_created_at_id_idx ON customer_address (created_at, id);
CREATE INDEX customer_address_updated_at_id_idx ON customer_address (updated_at, id);
