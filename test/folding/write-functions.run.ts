import { foldCase, foldedCodePoints, foldText } from "./fold.js";

/*
 * Prints the SQL of the functions that fold texts, with a copy of the Unicode data of this Node.js. A migration that
 * changes the folding starts with it and then rebuilds all folded texts, as 20260804000000_own_folding does.
 */

/** Letters that fold to themselves. The loop omits them, because most text consists of them. */
const plainLetters = "α-ρσ-ωа-ик-яاب-غف-ي一-鿿";

function main(): void {
  const caseData = jsonLines(foldedCodePoints(foldCase));
  const textData = jsonLines(foldedCodePoints(foldText));
  process.stdout.write(`-- Folding, with data of its own (Unicode ${process.versions.unicode}), so that it is the same on every version of PostgreSQL: neither
-- lower(), normalize() nor an extension is asked about a letter beyond ASCII. Printed by \`npm run folding:sql\`.
-- PostgreSQL puts fold_case and fold_text in the place of their calls; ASCII takes no more than that.

${slowFunction("fold_case_beyond_ascii", caseData, "")}
${slowFunction("fold_text_beyond_ascii", textData, hangul)}
${fastFunction("fold_case", "a text without case (full Unicode case folding) and invisible characters, for uniqueness and for filters.")}
${fastFunction("fold_text", "the same without accents and differences of compatibility, for search and for sorting.")}
${linesFunction}`);
}

/** A text of SQL with the JSON object of the pairs, wrapped. */
function jsonLines(pairs: [string, string][]): string {
  const lines: string[] = [];
  let line = "";
  for (const [index, [from, to]] of pairs.entries()) {
    const pair = `${json(from)}:${json(to)}${index < pairs.length - 1 ? "," : ""}`;
    if (line.length + pair.length > 120) {
      lines.push(line);
      line = "";
    }
    line += pair;
  }
  return `'{\n${[...lines, line].join("\n")}\n}'`;
}

/** JSON that is readable in an editor. Letters, digits and signs are not escaped, other characters are. */
function json(text: string): string {
  return JSON.stringify(text)
    .replaceAll("'", "''")
    .replace(/[^\p{L}\p{N}\p{P}\p{S}]/gu, (character) =>
      character === " "
        ? character
        : Array.from({ length: character.length }, (_, unit) => escaped(character.charCodeAt(unit))).join(""),
    );
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

/** Replaces each non-ASCII letter that has another folding. No folding contains a letter that has another folding. */
function slowFunction(name: string, data: string, otherwise: string): string {
  return `CREATE FUNCTION ${name}(value text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  result text := lower(value COLLATE "C");
  letter text;
  folded text;
BEGIN
  FOREACH letter IN ARRAY string_to_array(regexp_replace(result, '[\\x01-\\x7F${plainLetters}]+', '', 'g'), NULL) LOOP
    folded := ${data}::jsonb ->> letter;
    IF folded IS NULL AND ascii(letter) BETWEEN 917504 AND 921599 THEN
      folded := '';${otherwise}
    END IF;
    IF folded IS NOT NULL THEN
      result := replace(result, letter, folded);
    END IF;
  END LOOP;
  RETURN result;
END
$$;
`;
}

/** Syllables of Hangul are made of letters by a rule (The Unicode Standard, 3.12). */
const hangul = `
    ELSIF folded IS NULL AND ascii(letter) BETWEEN 44032 AND 55203 THEN
      folded := chr(4352 + (ascii(letter) - 44032) / 588) || chr(4449 + (ascii(letter) - 44032) % 588 / 28)
        || CASE WHEN (ascii(letter) - 44032) % 28 > 0 THEN chr(4519 + (ascii(letter) - 44032) % 28) ELSE '' END;`;

function fastFunction(name: string, does: string): string {
  return `-- ${name}: ${does}
CREATE OR REPLACE FUNCTION ${name}(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN octet_length(value) = char_length(value) THEN lower(value COLLATE "C") ELSE ${name}_beyond_ascii(value) END;
`;
}

// This function is PL/pgSQL, because PostgreSQL could not inline an SQL function here. Its body names the schema, because
// pg_restore calls it without a search path.
const linesFunction = `-- search_lines: the fields of a row that search looks into, folded, one a line.
DO $migration$
BEGIN
  EXECUTE format(
    $create$
      CREATE OR REPLACE FUNCTION search_lines(VARIADIC fields text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
      DECLARE
        lines text := array_to_string(fields, E'\\n');
      BEGIN
        RETURN %I.fold_text(lines);
      END
      $$
    $create$,
    current_schema()
  );
END
$migration$;
`;

main();
