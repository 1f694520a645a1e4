import { connect, Subscriber, stopSubscribersAfterEach } from "../history/subscriber.js";
import { useAddress } from "../history/subscription.steps.js";
import { givenUserSession } from "../login/login.steps.js";
import { adminKey, useTestServer } from "../support/server.js";

stopSubscribersAfterEach();

const ulid = /^[0-9A-Z]{26}$/;

describe("the id of a request", () => {
  const server = useTestServer();
  const url = useAddress(server);
  beforeEach(() => void server.requestLog.splice(0));

  async function send(
    given: string | string[] | undefined,
    { url = "/graphql", query = "{ __typename }", app = server.app } = {},
  ) {
    const headers = { authorization: `Bearer ${adminKey}`, ...(given !== undefined && { "x-request-id": given }) };
    const response = await app.inject({ method: "POST", url, headers, payload: { query } });
    return response.headers["x-request-id"];
  }

  const loggedIds = () =>
    server.requestLog.map((line) => {
      const { requestId, clientRequestId } = JSON.parse(line);
      return { requestId, clientRequestId };
    });

  it("is created by the server for each request, even if the client sends one", async () => {
    const ids = [];
    for (const given of [undefined, "abc", "abc", "01M7ZCYN92VJBT68E57XXC6G1M", "01M7ZCYN92VJBT68E57XXC6G1M"]) {
      ids.push(await send(given));
    }
    for (const id of ids) expect(id).toMatch(ulid);
    expect(new Set([...ids, "01M7ZCYN92VJBT68E57XXC6G1M"]).size).toBe(6);
  });

  it("is created by the server behind trusted proxies, too, because they may forward the id of a client", async () => {
    const { app } = await server.another({ trustedProxies: 1 });
    expect(await send("abc", { app })).toMatch(ulid);
  });

  it("is in every response, also for an unknown path", async () => {
    for (const path of ["/nowhere", "/%E0%A4%A", "/healthz"]) expect(await send("abc", { url: path })).toMatch(ulid);
  });

  it("is the one in history, so that no client can give a change the id of another request", async () => {
    const { user, token } = await givenUserSession(server, { scopes: ["CUSTOMERS_WRITE"] });
    const query = 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { id } } }';
    const of = await send("abc", { query });
    const headers = { authorization: `Bearer ${token}`, "x-request-id": String(of) };
    await server.app.inject({ method: "POST", url: "/graphql", headers, payload: { query } });
    const { data } = await server.ask("{ changes { nodes { requestId actor { id } subjectId } } }");
    const { nodes } = (
      data as unknown as {
        changes: { nodes: { requestId: string | null; actor: { id: string }; subjectId: string }[] };
      }
    ).changes;
    const [byKey, byUser] = nodes.filter(({ subjectId }) => subjectId.startsWith("cus_"));
    expect(byKey).toMatchObject({ requestId: of, actor: { id: "apk_root" } });
    expect(byUser).toMatchObject({ requestId: expect.stringMatching(ulid), actor: { id: user.id } });
    expect(byUser?.requestId).not.toBe(of);
  });

  it("is in the log with the id of the client", async () => {
    const ids = [await send("proxy-7f.3_A"), await send("a".repeat(64)), await send(undefined)];
    expect(loggedIds()).toEqual([
      { requestId: ids[0], clientRequestId: "proxy-7f.3_A" },
      { requestId: ids[1], clientRequestId: "a".repeat(64) },
      { requestId: ids[2], clientRequestId: undefined },
    ]);
  });

  it("is in the log with the client's id of a WebSocket connection", async () => {
    const address = { url: url() };
    const subscriber = new Subscriber(address, null, connect(address, { "x-request-id": "proxy-7f" }));
    await subscriber.until(() => loggedIds().length > 0);
    expect(loggedIds()).toEqual([{ requestId: expect.stringMatching(ulid), clientRequestId: "proxy-7f" }]);
  });

  it.each([
    ["spaces", "a b"],
    ["a line break", "a\\nb"],
    ["markup", "<script>"],
    ["65 characters", "a".repeat(65)],
    ["nothing", ""],
    ["letters beyond ASCII", "é"],
    ["two of them", ["a", "b"]],
  ])("is in the log without the client's id if that has %s", async (_what, given) => {
    const requestId = await send(given);
    expect(loggedIds()).toEqual([{ requestId, clientRequestId: undefined }]);
  });
});
