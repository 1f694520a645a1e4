import { readFileSync } from "node:fs";
import path from "node:path";
import { useTestServer } from "../support/server.js";

const page = readFileSync(path.join(import.meta.dirname, "../../docs/sync.md"), "utf8");
const [one = "", find = "", many = ""] = [...page.matchAll(/```graphql\n(.*?)```/gs)].map(([, block]) => block ?? "");

describe("the examples of docs/sync.md", () => {
  const server = useTestServer();

  it("create a customer once, find it, then change it among others", async () => {
    expect((await server.ask(one)).data).toMatchObject({ customerUpsert: { outcome: "CREATED", userErrors: [] } });
    expect((await server.ask(one)).data).toMatchObject({ customerUpsert: { outcome: "UNCHANGED", userErrors: [] } });
    expect((await server.ask(find)).data).toMatchObject({
      customerByExternalId: { email: "ada@example.com", externalIds: [{ system: "erp", value: "4711" }] },
    });
    expect((await server.ask(many)).data).toMatchObject({
      customersUpsert: { created: 1, updated: 1, unchanged: 0, failed: 1 },
    });
  });
});
