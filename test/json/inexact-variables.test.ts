import { once } from "node:events";
import {
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isLeafType,
  Kind,
  parse,
} from "graphql";
import { WebSocket } from "ws";
import { withInexactNumbers } from "../../src/graphql/json/exact-json.js";
import { redactMessage } from "../../src/monitoring/redact-message.js";
import { createSchema } from "../../src/schema.js";
import { useAddress } from "../history/subscription.steps.js";
import { givenCustomerSession, givenUserSession } from "../login/login.steps.js";
import { adminKey, useTestServer } from "../support/server.js";

const schema = createSchema();
const inexact = "9007199254740993";
/** A number that only the type JSON accepts. */
const exact = "7.5";

/** A place for a value: the type of the variable, and the variable's JSON with # for the value. */
type Place = readonly [type: string, json: string];

/** Each input type and each field of an input object. Deeper places are fields of the inner types. */
const places = Object.values(schema.getTypeMap())
  .filter(isInputType)
  .filter(({ name }) => !name.startsWith("__"))
  .flatMap((type): Place[] => {
    const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
    return [
      [type.name, "#"],
      [`[${type.name}!]`, "#"],
      [`[${type.name}]`, "[null,#]"],
      ...fields.map((field): Place => [type.name, `{"${field.name}":#}`]),
      ...fields.map((field): Place => [type.name, `{"${field.name}":[#]}`]),
    ];
  });

const takesJson = (type: GraphQLInputType) => getNamedType(type).name === "JSON";

/** The error of graphql-js for a variable with this number. */
function faultsOf([type, json]: Place, number: string): readonly string[] {
  const [definition] = parse(`query ($v: ${type}) { __typename }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error("Expected an operation.");
  const text = `{"v":${json.replace("#", number)}}`;
  const variables = withInexactNumbers(text, JSON.parse(text)) as Record<string, unknown>;
  const { errors = [] } = getVariableValues(schema, definition.variableDefinitions ?? [], variables);
  return errors.map(redactMessage);
}

describe("a variable with a number that a double cannot represent", () => {
  it("is rejected in each position of each input type, like other numbers", () => {
    expect(places.length).toBeGreaterThan(300);
    const refused = places.filter((place) => {
      const faults = faultsOf(place, inexact);
      expect({ place, faults }).toEqual({ place, faults: faultsOf(place, exact) });
      return faults.length > 0;
    });
    // The type JSON accepts any number, and refuses these by its own rules.
    const taken = places.filter((place) => !refused.includes(place));
    for (const [name, json] of taken) {
      const type = schema.getType(name.replace(/\W/g, ""));
      const field = isInputObjectType(type) ? type.getFields()[/\w+/.exec(json)?.[0] ?? ""]?.type : type;
      expect({ name, json, takesJson: isInputType(field) && takesJson(field) }).toMatchObject({ takesJson: true });
    }
  });

  describe("in a request", () => {
    const server = useTestServer();
    const url = useAddress(server);

    async function post(json: string, credential = adminKey) {
      const headers = { authorization: `Bearer ${credential}`, "content-type": "application/json" };
      const response = await server.app.inject({ method: "POST", url: "/graphql", headers, payload: json });
      return { status: response.statusCode, body: response.body };
    }

    const body = (query: string, number: string) => `{"query":${JSON.stringify(query)},"variables":{"v":${number}}}`;

    it("is rejected by each argument like other numbers, for new and cached operations", async () => {
      const queries = [schema.getQueryType(), schema.getMutationType()].flatMap(operationsOf);
      expect(queries.length).toBeGreaterThan(100);
      const { token: customer } = await givenCustomerSession(server);
      const { token: user } = await givenUserSession(server);
      for (const query of queries) {
        // Some operations are for customers or for users only. The access is checked before the variables.
        let credential = adminKey;
        for (const other of [customer, user]) {
          if ((await post(body(query, exact), credential)).status === 403) credential = other;
        }
        const expected = await post(body(query, exact), credential);
        expect([query, expected]).toEqual([query, { status: 400, body: expect.stringContaining("BAD_USER_INPUT") }]);
        for (let use = 1; use <= 2; use += 1) {
          expect([query, await post(body(query, inexact), credential)]).toEqual([query, expected]);
        }
      }
    }, 60_000);

    it.each(["variables", "extensions", "query", "operationName"])(
      "is refused in the place of %s as other numbers are",
      async (name) => {
        const whole = (number: string) =>
          `{${name === "query" ? "" : '"query":"{ customers { totalCount } }",'}"${name}":${number}}`;
        for (const number of [inexact, "1e400"]) expect(await post(whole(number))).toEqual(await post(whole(exact)));
        expect((await post(whole(inexact))).status).toBe(400);
      },
    );

    it("is rejected over WebSocket by each argument, like other numbers", async () => {
      const socket = new WebSocket(`${url().replace("http", "ws")}/graphql`, "graphql-transport-ws");
      await once(socket, "open");
      const answers = new Map<string, Record<string, unknown>>();
      const isAnswered = (id: string) => answers.has(id);
      socket.on("message", (text) => {
        const { id = "", ...answer } = JSON.parse(String(text));
        answers.set(id, answer);
        socket.emit("answered");
      });
      const send = (id: string, query: string, number: string) =>
        socket.send(`{"id":${JSON.stringify(id)},"type":"subscribe","payload":${body(query, number)}}`);
      const answered = async (id: string) => {
        while (!isAnswered(id)) await once(socket, "answered");
      };
      socket.send(`{"type":"connection_init","payload":{"authorization":"Bearer ${adminKey}"}}`);
      await answered("");
      const queries = operationsOf(schema.getSubscriptionType());
      expect(queries).not.toEqual([]);
      for (const query of queries) {
        send(`inexact ${query}`, query, inexact);
        // An accepted subscription has no response.
        for (let n = 1; n <= 20 && !isAnswered(`inexact ${query}`); n += 1) {
          send(`${n} ${query}`, query, exact);
          await answered(`${n} ${query}`);
        }
        const expected = answers.get(`1 ${query}`);
        expect(expected).toMatchObject({ type: "error", payload: [{ extensions: { code: "BAD_USER_INPUT" } }] });
        expect(answers.get(`inexact ${query}`)).toEqual(expected);
      }
      socket.close();
      await once(socket, "close");
    });
  });
});

/** An operation for each argument of each field of a root type, with that argument's value in the first variable. */
function operationsOf(root: GraphQLObjectType | null | undefined): string[] {
  if (!root) return [];
  const kind = root.name.toLowerCase();
  return Object.values(root.getFields()).flatMap((field) => {
    const selection = isLeafType(getNamedType(field.type)) ? "" : " { __typename }";
    return field.args.map((argument) => {
      const others = field.args.filter((other) => other !== argument);
      const definitions = [`$v: ${argument.type}`, ...others.map((other) => `$${other.name}: ${other.type}`)];
      const given = [`${argument.name}: $v`, ...others.map((other) => `${other.name}: $${other.name}`)];
      return `${kind} (${definitions.join(", ")}) { ${field.name}(${given.join(", ")})${selection} }`;
    });
  });
}
