import { useTestServer } from "../support/server.js";

describe("X-Request-Id", () => {
  const server = useTestServer();

  async function requestIdFor(given: string | string[] | undefined, url = "/graphql") {
    const headers = given === undefined ? {} : { "x-request-id": given };
    const response = await server.app.inject({ method: "POST", url, headers, payload: { query: "{ __typename }" } });
    return response.headers["x-request-id"];
  }

  it("is the one the client sent", async () => {
    expect(await requestIdFor("proxy-7f.3_A")).toBe("proxy-7f.3_A");
    expect(await requestIdFor("a".repeat(64))).toBe("a".repeat(64));
  });

  it("is a new one where the client sent none", async () => {
    const [one, other] = [await requestIdFor(undefined), await requestIdFor(undefined)];
    expect(one).toMatch(/^[0-9A-Z]{26}$/);
    expect(other).not.toBe(one);
  });

  it("is on every answer, also of a path that isn't there", async () => {
    expect(await requestIdFor("abc", "/nowhere")).toBe("abc");
    expect(await requestIdFor("abc", "/%E0%A4%A")).toBe("abc");
    expect((await server.app.inject({ url: "/healthz" })).headers["x-request-id"]).toMatch(/^[0-9A-Z]{26}$/);
  });

  it.each([
    ["spaces", "a b"],
    ["what would end a line of a log", "a\\nb"],
    ["markup", "<script>"],
    ["65 characters", "a".repeat(65)],
    ["nothing", ""],
    ["letters beyond ASCII", "é"],
    ["two of them", ["a", "b"]],
  ])("is a new one where the client's has %s", async (_what, given) => {
    expect(await requestIdFor(given)).toMatch(/^[0-9A-Z]{26}$/);
  });
});
