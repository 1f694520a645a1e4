import { useTestServer } from "../support/server.js";

const email = "ada.secret@example.com";
const masked = {
  message: "Something went wrong on the server. The request id finds it in the log.",
  extensions: { code: "INTERNAL_SERVER_ERROR", requestId: expect.stringMatching(/^[0-9A-Z]{26}$/) },
};

describe("a server error", () => {
  const server = useTestServer();
  beforeEach(() => {
    server.log.length = 0;
  });

  const { ask } = server;
  const loggedFaults = () =>
    server.log.map((line) => JSON.parse(line)).filter(({ msg }: { msg: string }) => msg === "operation failed");

  /** Runs `work` while the schema of the database is changed. */
  async function withDatabaseChanged<T>(change: string, changeBack: string, work: () => Promise<T>): Promise<T> {
    const { pool } = server.testDatabase.database;
    await pool.query(change);
    try {
      return await work();
    } finally {
      await pool.query(changeBack);
    }
  }

  const withoutCustomers = <T>(work: () => Promise<T>) =>
    withDatabaseChanged("ALTER TABLE customer RENAME TO away", "ALTER TABLE away RENAME TO customer", work);

  it.each([
    ["a list", "{ faulty: customers { nodes { id } } }", ["faulty", "nodes"]],
    ["a lookup", '{ faulty: customer(id: "cus_1") { id } }', ["faulty"]],
    ["a lookup by email", `{ faulty: customerByEmail(email: "${email}") { id } }`, ["faulty"]],
    ["a mutation", `mutation { faulty: customerCreate(input: { email: "${email}" }) { customer { id } } }`, ["faulty"]],
  ])("is answered without its cause: %s", async (_what, query, path) => {
    const { status, errors } = await withoutCustomers(() => ask(query));
    expect(status).toBe(200);
    expect(errors).toEqual([{ ...masked, path, locations: [expect.anything()] }]);
  });

  it("does not change the rest of the response", async () => {
    const { data } = await withoutCustomers(() => ask('{ customer(id: "cus_1") { id } country(code: "it") { iso3 } }'));
    expect(data).toEqual({ customer: null, country: { iso3: "ita" } });
  });

  it("is in the log with the request id, its path in the response and its stack", async () => {
    const { errors } = await withoutCustomers(() => ask('query Lookup { customer(id: "cus_1") { id } }'));
    expect(loggedFaults()).toEqual([
      expect.objectContaining({
        level: 50,
        requestId: errors?.[0]?.extensions?.requestId,
        operationName: "Lookup",
        path: ["customer"],
        error: {
          name: "StatementError",
          message: "A statement failed.",
          sqlState: "42P01",
          stack: expect.arrayContaining([expect.stringContaining("row-by-id.ts")]),
          cause: expect.objectContaining({ code: "42P01" }),
        },
      }),
    ]);
  });

  it("shows no personal data in the response or the log when the database refuses a row with an error that contains it", async () => {
    const create = "mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id } } }";
    const input = { email, firstName: "Adasecret", phone: "+390612345", metadata: { note: "Adasecret" } };
    const answer = await withDatabaseChanged(
      `ALTER TABLE customer ADD CONSTRAINT test_check CHECK (email <> '${email}')`,
      "ALTER TABLE customer DROP CONSTRAINT test_check",
      () => ask(create, { input }),
    );
    expect(answer.errors).toEqual([expect.objectContaining(masked)]);
    expect(loggedFaults()).toHaveLength(1);
    expect(server.log.join() + JSON.stringify(answer)).not.toMatch(/secret|390612345/i);
  });

  it("does not occur for an invalid input, and the log does not contain it", async () => {
    const byEmail = "query ($email: String!) { customerByEmail(email: $email) { id } }";
    await ask(byEmail, { email });
    await ask(byEmail, { email: [email] });
    await ask(`{ customerByEmail(email: "${email}" { id } }`);
    await ask(`{ customers(search: "${email}", first: -1) { totalCount } }`);
    await server.app.inject({ url: `/nowhere?email=${email}` });
    await server.app.inject({ url: `/%E0%A4%A?email=${email}` });
    await server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { "content-type": "application/json" },
      payload: email,
    });
    expect(server.log).toEqual([]);
  });
});
