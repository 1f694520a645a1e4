import { type Audit, serverAudits } from "graphql-http";
import { useAddress } from "../history/subscription.steps.js";
import { useTestServer } from "../support/server.js";

/** Requests that a page of another site could send, too. */
const declined = [
  "MAY accept application/x-www-form-urlencoded formatted GET requests",
  "MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json",
  "MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json",
];

const all = serverAudits({ url: "", fetchFn: fetch });

describe("GraphQL over HTTP", () => {
  const server = useTestServer();
  const url = useAddress(server);
  let audits: Map<string, Audit>;
  beforeAll(() => {
    audits = new Map(serverAudits({ url: () => `${url()}/graphql`, fetchFn: fetch }).map((audit) => [audit.id, audit]));
  });

  it.each(all.map(({ id, name }) => [name, id]))("%s", async (name, id) => {
    const result = await audits.get(id)?.fn();
    expect(result?.status).toBe(declined.includes(name) ? "notice" : "ok");
  });

  it("is tested by all audits", () => {
    expect(all.length).toBeGreaterThan(60);
    expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(declined));
  });

  it.each([
    ["POST", "text/plain"],
    ["POST", "application/x-www-form-urlencoded"],
    ["POST", "multipart/form-data; boundary=a"],
    ["GET", undefined],
    ["GET", "text/plain"],
  ])("runs no request that a page of another site could send: %s with %s", async (method, contentType) => {
    const query = "{ __typename }";
    const address = method === "GET" ? `/graphql?query=${encodeURIComponent(query)}` : "/graphql";
    const response = await fetch(`${url()}${address}`, {
      method,
      headers: contentType === undefined ? {} : { "content-type": contentType },
      ...(method === "POST" && { body: JSON.stringify({ query }) }),
    });
    expect([400, 415]).toContain(response.status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_REQUEST" } }] });
  });
});
