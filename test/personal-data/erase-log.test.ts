import { pino } from "pino";
import { update } from "../customer/customer.steps.js";
import { useTestServer } from "../support/server.js";
import { email, erase, givenPerson, givenSameEmail, personalTexts } from "./personal-data.steps.js";

describe("the log at the level trace", () => {
  const lines: string[] = [];
  const server = useTestServer({ logger: pino({ level: "trace" }, { write: (line) => lines.push(line) }) });
  const pool = () => server.testDatabase.database.pool;

  /** Runs `work` while the database refuses each customer with an email. */
  async function whileRefused(work: () => Promise<unknown>): Promise<void> {
    await pool().query("ALTER TABLE customer ADD CONSTRAINT refused CHECK (email IS NULL) NOT VALID");
    try {
      await work();
    } finally {
      await pool().query("ALTER TABLE customer DROP CONSTRAINT refused");
    }
  }

  it("has no data of a person, also when operations fail", async () => {
    const { id } = await givenPerson(server);
    await givenSameEmail(server);
    const byEmail = `query ($email: String!) { customerByEmail(email: $email) { id } customers(search: "${email}") { totalCount } }`;
    await server.ask(byEmail, { email });
    await server.ask(`{ customerByEmail(email: "${email}") { unknownField } }`);
    await server.ask(`{ customerByEmail(email: "${email}") { id }`);
    await server.ask(byEmail, { email: { text: email } });
    await whileRefused(() => expect(update(server, id, { firstName: "Quillast" })).rejects.toThrow("INTERNAL_SERVER"));
    expect((await erase(server, id)).userErrors).toEqual([]);
    await server.ask(byEmail, { email });
    const log = lines.join("");
    expect(log).toContain("INTERNAL_SERVER_ERROR");
    for (const text of personalTexts) expect(log).not.toContain(text);
  });
});
