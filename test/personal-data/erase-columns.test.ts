import { createHash } from "node:crypto";
import { givenCustomer } from "../customer/customer.steps.js";
import { useTestServer } from "../support/server.js";
import { columnKinds } from "./erase-columns.data.js";
import { email, erase, givenPerson, givenSameEmail, personalTexts } from "./personal-data.steps.js";

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

/** Types that contain no text. */
const typesWithoutText = [
  "bigint",
  "boolean",
  "double precision",
  "integer",
  "numeric",
  "pg_snapshot",
  "timestamp with time zone",
  "xid8",
];

const update =
  'mutation ($id: ID!) { customerUpdate(id: $id, input: { companyName: "Quillworks Ltd" }) { customer { email } userErrors { code } } }';

describe("an erasure", () => {
  const server = useTestServer();
  const rowsOf = async <Row>(sql: string, values: unknown[] = []) =>
    (await server.testDatabase.database.pool.query(sql, values)).rows as Row[];

  const readColumns = () =>
    rowsOf<Column>(
      `SELECT table_name AS table, column_name AS column, data_type AS type
       FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2`,
    );

  const keyOf = ({ table, column }: Pick<Column, "table" | "column">) => `${table}.${column}`;
  const markerOf = ({ table, column }: Column) =>
    column === "phone" ? `555${table.length}0134567` : `marker-${table}-${column}`.replaceAll("_", "-");
  const columnsOfKind = async (kind: string) =>
    (await readColumns()).filter(({ table, column }) => columnKinds[table]?.[column] === kind);

  /** The columns in which a text or the hash of the email is found, as text and as bytes, in any case. */
  async function findColumns(texts: readonly string[]): Promise<Set<string>> {
    const found = new Set<string>();
    const hashOfEmail = createHash("sha256").update(`email ${email}`).digest("hex").slice(0, 32);
    const wanted = texts.map((text) => text.toLowerCase());
    for (const { table, column, type } of await readColumns()) {
      const values = await rowsOf<{ text: string }>(
        type === "bytea"
          ? `SELECT encode("${column}", 'hex') AS text FROM "${table}" WHERE "${column}" IS NOT NULL`
          : `SELECT "${column}"::text AS text FROM "${table}" WHERE "${column}" IS NOT NULL`,
      );
      for (const { text } of values) {
        const bytes = Buffer.from(type === "bytea" ? text : "", "hex");
        const forms = [text, bytes.toString("utf8"), bytes.toString("latin1")].map((form) => form.toLowerCase());
        const has = (part: string) => forms.some((form) => form.includes(part));
        if ([...wanted, hashOfEmail].some(has)) found.add(keyOf({ table, column }));
      }
    }
    return found;
  }

  /** Writes a marker to each column of the kind `text`, in all rows of the person. */
  async function mark(id: string): Promise<string[]> {
    const columns = await columnsOfKind("text");
    for (const table of new Set(columns.map((column) => column.table))) {
      const marked = columns.filter((column) => column.table === table);
      const assignments = marked.map(({ column }, index) => `"${column}" = $${index + 1}`).join(", ");
      const values = marked.map((column) => markedValue(column));
      const condition = { customer: `id = '${id}'`, link_token: `customer_id = '${id}'` }[table] ?? "true";
      await rowsOf(`UPDATE "${table}" SET ${assignments} WHERE ${condition}`, values);
    }
    return columns.map(markerOf);
  }

  function markedValue(column: Column): unknown {
    const marker = markerOf(column);
    if (column.type === "bytea") return Buffer.from(marker);
    if (column.column === "external_ids") return JSON.stringify([{ system: "erp", value: marker }]);
    if (column.column === "hash" && column.type === "text") return `$argon2id$${marker}`;
    return column.type === "jsonb" ? JSON.stringify({ note: marker }) : marker;
  }

  it("is known for each column that can contain a text", async () => {
    const columns = (await readColumns()).filter(({ type }) => !typesWithoutText.includes(type));
    const known = Object.entries(columnKinds).flatMap(([table, kinds]) =>
      Object.keys(kinds).map((column) => keyOf({ table, column })),
    );
    const tables = new Set(columns.map(({ table }) => table));
    // Only a database that was migrated by the server has this table.
    const expected = known.filter((key) => !key.startsWith("_prisma") || tables.has("_prisma_migrations"));
    expect(columns.map(keyOf).sort()).toEqual(expected.sort());
  });

  it("leaves no data of the person in any column of any table", async () => {
    const { id } = await givenPerson(server);
    await givenSameEmail(server);
    const { email: otherEmail } = await givenCustomer(server, { email: "eva@example.com", firstName: "Eva" });
    await server.ask(update, { id }, { "idempotency-key": "key-1" });
    const texts = [...personalTexts, ...(await mark(id))];
    const before = await findColumns(texts);
    const personal = (await Promise.all(["email", "text", "derived"].map(columnsOfKind))).flat().map(keyOf);
    expect([...before].sort()).toEqual(personal.sort());

    expect((await erase(server, id)).userErrors).toEqual([]);
    expect([...(await findColumns(texts))]).toEqual([]);
    expect(await findColumns([otherEmail ?? ""])).toContain("customer.email");
    const deleted = new Set((await columnsOfKind("row")).map(({ table }) => table));
    for (const table of deleted) expect([table, await rowsOf(`SELECT FROM "${table}"`)]).toEqual([table, []]);
  });
});
