import { once } from "node:events";
import { WebSocket } from "ws";
import { givenCustomer } from "../customer/customer.steps.js";
import { useAddress } from "../history/subscription.steps.js";
import { adminKey, useTestServer } from "../support/server.js";

const long = "1546130668394913822";
const inexact = [long, "-0.1234567890123456789", "1e-400", "1e400"];
const exact = ["1.0", "1e3", "100000000000000000000", "0.1"];
const inexactRule =
  "Must hold only numbers that a double (IEEE 754) holds to the last digit: send any other as a string.";

describe("a number in JSON that a double cannot represent", () => {
  const server = useTestServer();
  const url = useAddress(server);
  const headers = { authorization: `Bearer ${adminKey}`, "content-type": "application/json" };

  /** Sends variables as a string, because JavaScript cannot represent these numbers. */
  async function post(query: string, variables: string, more: Record<string, string> = {}) {
    const payload = `{"query":${JSON.stringify(query)},"variables":${variables}}`;
    const response = await server.app.inject({
      method: "POST",
      url: "/graphql",
      headers: { ...headers, ...more },
      payload,
    });
    const { data, errors } = response.json();
    return { status: response.statusCode, data, errors };
  }

  async function get(query: string, variables: string) {
    const search = new URLSearchParams({ query, variables });
    const response = await server.app.inject({ url: `/graphql?${search}`, headers });
    return { status: response.statusCode, ...response.json() };
  }

  const create =
    "mutation ($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { metadata } userErrors { code path message } } }";
  const refused = {
    customer: null,
    userErrors: [{ code: "INVALID", path: ["input", "metadata"], message: inexactRule }],
  };
  const places = ['{"a":N}', '{"a":[1,N,"x"]}', '{"a":{"b":{"c":N}}}'];
  const cases = inexact.flatMap((number) => places.map((place) => place.replace("N", number)));

  it.each(cases)("is INVALID in metadata, given as a variable: %s", async (metadata) => {
    const { data } = await post(create, `{"input":{"firstName":"Ada","metadata":${metadata}}}`);
    expect(data.customerCreate).toEqual(refused);
  });

  it.each(cases)("is INVALID in metadata, given as a literal: %s", async (metadata) => {
    const literal = metadata.replace(/"(\w)":/g, "$1:");
    const query = create
      .replace("($input: CustomerCreateInput!)", "")
      .replace("$input", `{firstName: "Ada", metadata: ${literal}}`);
    const { data } = await post(query, "{}");
    expect(data.customerCreate).toEqual(refused);
  });

  it("is INVALID in metadata, given as a variable inside a literal or as its default", async () => {
    const query = (definition: string) =>
      create
        .replace("$input: CustomerCreateInput!", definition)
        .replace("$input", '{firstName: "Ada", metadata: {a: $x}}');
    expect((await post(query("$x: JSON"), `{"x":${long}}`)).data.customerCreate).toEqual(refused);
    expect((await post(query(`$x: JSON = [${long}]`), "{}")).data.customerCreate).toEqual(refused);
  });

  it.each(exact)("is not %s", async (number) => {
    const { data } = await post(create, `{"input":{"firstName":"Ada","metadata":{"a":${number}}}}`);
    expect(data.customerCreate).toEqual({ customer: { metadata: { a: Number(number) } }, userErrors: [] });
  });

  it("is rejected in a filter with its path, for every HTTP method and repeated requests", async () => {
    await givenCustomer(server, { firstName: "Ada", metadata: { erp: Number(long) } });
    const query =
      'query ($x: JSON) { customers(where: {and: [{metadata: [{path: ["erp"], equals: $x}]}]}) { totalCount nodes { id } } }';
    for (let use = 1; use <= 5; use += 1) {
      const { status, errors } = await post(query, `{"x":[${long}]}`);
      expect([status, errors]).toEqual([400, [badInput]]);
    }
    expect((await get(query, `{"x":[${long}]}`)).errors).toEqual([badInput]);
    expect((await post(query.replace("($x: JSON)", "").replace("$x", `[${long}]`), "{}")).errors).toEqual([badInput]);
    expect((await post(query, '{"x":1546130668394914000}')).data).toMatchObject({ customers: { totalCount: 0 } });
    expect((await get(query, '{"x":1546130668394913800}')).data).toMatchObject({ customers: { totalCount: 1 } });
  });

  const badInput = expect.objectContaining({
    message:
      "where.and.0.metadata.0.equals must hold only numbers that a double holds to the last digit: send any other as a string.",
    extensions: expect.objectContaining({
      code: "BAD_USER_INPUT",
      argumentPath: ["where", "and", "0", "metadata", "0", "equals"],
    }),
  });

  it.each([
    "query ($x: ID!) { node(id: $x) { id } }",
    "query ($x: Int!) { countries: customers(first: $x) { totalCount } }",
  ])("is no id, and no whole number: %s", async (query) => {
    for (const number of [long, "1.00000000000000000001"]) {
      const refusal = [expect.objectContaining({ extensions: expect.objectContaining({ code: "BAD_USER_INPUT" }) })];
      expect((await post(query, `{"x":${number}}`)).errors).toEqual(refusal);
      expect((await get(query, `{"x":${number}}`)).errors).toEqual(refusal);
    }
  });

  it("is rejected over WebSocket", async () => {
    const socket = new WebSocket(`${url().replace("http", "ws")}/graphql`, "graphql-transport-ws");
    await once(socket, "open");
    const answerTo = async (message: string) => {
      socket.send(message);
      return JSON.parse(String((await once(socket, "message"))[0]));
    };
    await answerTo(`{"type":"connection_init","payload":{"authorization":"Bearer ${adminKey}"}}`);
    const query = "subscription ($where: ChangeFilter) { changes(where: $where) { id } }";
    const subscribe = (id: string, where: string) =>
      answerTo(
        `{"id":"${id}","type":"subscribe","payload":{"query":${JSON.stringify(query)},"variables":{"where":${where}}}}`,
      );
    // An accepted subscription has no response.
    let answer = await Promise.race([subscribe("number", `{"subjectId":${long}}`), subscribe("0", "1")]);
    for (let n = 1; n <= 20 && answer.id !== "number"; n += 1) answer = await subscribe(String(n), "1");
    expect(answer).toMatchObject({
      id: "number",
      type: "error",
      payload: [{ extensions: { code: "BAD_USER_INPUT" } }],
    });
    socket.close();
    await once(socket, "close");
  });

  it("is not the same body as the text with its digits, for an Idempotency-Key", async () => {
    const send = (value: string) =>
      post(create, `{"input":{"firstName":"Ada","metadata":{"a":${value}}}}`, { "idempotency-key": "key-1" });
    expect((await send(long)).data.customerCreate).toEqual(refused);
    expect((await send(long)).data.customerCreate).toEqual(refused);
    for (const other of [`"${long}"`, "1546130668394913823", "1546130668394913800"]) {
      expect(await send(other)).toMatchObject({ errors: [{ extensions: { code: "IDEMPOTENCY_KEY_REUSED" } }] });
    }
  });

  it("may be nested deeper than the call stack", async () => {
    const metadata = `{"a":${"[".repeat(20_000)}${long}${"]".repeat(20_000)}}`;
    const { data } = await post(create, `{"input":{"firstName":"Ada","metadata":${metadata}}}`);
    expect(data.customerCreate.userErrors).toMatchObject([{ code: "TOO_LONG", path: ["input", "metadata"] }]);
  });
});
