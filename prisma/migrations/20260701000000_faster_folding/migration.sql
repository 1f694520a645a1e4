-- Folding gives what it gave, and costs less. PostgreSQL cannot put these functions in the place of their calls, so as SQL
-- functions they were read, planned and started anew by each statement that writes a name: a quarter of inserting a customer.
-- The plans of functions in PL/pgSQL are kept by the session.
-- Their bodies name schemas: pg_restore, for one, calls them without a search path. PostgreSQL does not know what such bodies
-- depend on: whoever renames the schema, or moves unaccent to another, has to create these two anew.
DO $migration$
DECLARE
  own_schema text := current_schema();
  unaccent_schema text := (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'unaccent');
BEGIN
  -- fold_text: case, accents and the two small sigmas of Greek folded, for search and for sorting by names.
  EXECUTE format(
    $create$
      CREATE OR REPLACE FUNCTION fold_text(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
      BEGIN
        RETURN translate(%I.fold_case(%s.unaccent(%L::regdictionary, value)), 'ς', 'σ');
      END
      $$
    $create$,
    own_schema, unaccent_schema, unaccent_schema || '.unaccent'
  );
  -- search_lines: the fields of a row that search looks into, folded, one a line.
  EXECUTE format(
    $create$
      CREATE OR REPLACE FUNCTION search_lines(VARIADIC fields text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      BEGIN
        RETURN %I.fold_text(array_to_string(fields, E'\n'));
      END
      $$
    $create$,
    own_schema
  );
END
$migration$;
