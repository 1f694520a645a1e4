import { allScopes, type Scope } from "../../src/access/auth/scope.type.js";
import { createSchema } from "../../src/schema.js";
import { accountOptions } from "../customer-account/customer-account.steps.js";
import { useMailServer } from "../support/mail.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import {
  adas,
  adasToken,
  givenCallers,
  invalidCredentials,
  others,
  type StaffCaller,
  type Subjects,
  staffCallers,
  unknown,
} from "./callers.js";
import { type CustomerAnswer, type MatrixOperation, matrix } from "./matrix.operations.js";

const guarded = Object.entries(matrix).filter(([, { needs }]) => needs !== "NOTHING");
const open = Object.entries(matrix).filter(([, { needs }]) => needs === "NOTHING");

describe("the access matrix", () => {
  const mail = useMailServer();
  const server = useTestServer(accountOptions(mail));
  let staff: StaffCaller[];
  let invalid: Record<string, string | null>;
  let ada: string;

  beforeAll(async () => {
    [staff, invalid, ada] = [await staffCallers(), await invalidCredentials(), await adasToken()];
  });
  beforeEach(() => givenCallers(server));

  /** The response to an operation. Each id is replaced by the type of its object. */
  async function answerTo({ query, variables }: MatrixOperation, credential: string | null, subjects: Subjects) {
    const authorization = credential === null ? {} : { authorization: `Bearer ${credential}` };
    const { result: response, statements } = await server.testDatabase.withStatements(() =>
      server.app.inject({
        method: "POST",
        url: "/graphql",
        headers: authorization,
        payload: { query, variables: variables?.(subjects) },
      }),
    );
    const text = Object.entries(subjects).reduce((body, [kind, id]) => body.replaceAll(id, `<${kind}>`), response.body);
    return { status: response.statusCode, text, body: JSON.parse(response.body), statements };
  }

  /** Expects a refusal that reveals no row, count or id: nothing was read, and an unknown id gets the same response. */
  async function expectRefusal(
    operation: MatrixOperation,
    credential: string | null,
    status: number,
    extensions: object,
  ) {
    const answer = await answerTo(operation, credential, others);
    expect(answer).toMatchObject({ status, body: { errors: [{ extensions }] }, statements: [] });
    expect(Object.keys(answer.body)).toEqual(["errors"]);
    expect(answer.body.errors).toHaveLength(1);
    expect((await answerTo(operation, credential, unknown)).text).toBe(answer.text);
  }

  async function expectCustomer(operation: MatrixOperation, subjects: Subjects, expected: CustomerAnswer) {
    if (expected === "FORBIDDEN") return expectRefusal(operation, ada, 403, { code: "FORBIDDEN" });
    const answer = await answerTo(operation, ada, subjects);
    expect(outcomeOf(answer)).toBe(expected === "DATA" ? (operation.outcome ?? "DATA") : expected);
    if (expected !== "DATA") expect((await answerTo(operation, ada, unknown)).text).toBe(answer.text);
  }

  it("covers every root field of the schema", () => {
    const schema = createSchema();
    // The access to subscriptions has its own tests, because subscriptions use WebSocket.
    const roots = [schema.getQueryType(), schema.getMutationType()];
    const fields = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}));
    const written = new Set(Object.keys(matrix).map((title) => title.split(",")[0]));
    expect([...written].sort()).toEqual(fields.sort());
  });

  describe.each(guarded)("%s", (_title, operation) => {
    const needs = operation.needs as readonly Scope[];
    const isAllowed = ({ scopes, isKey }: StaffCaller) =>
      needs.every((scope) => scopes.includes(scope)) && !(isKey && operation.isForPeople) && !operation.isForCustomers;

    it("refuses callers without access, reveals nothing and changes nothing", async () => {
      const before = await allRows(server);
      for (const credential of Object.values(invalid)) {
        await expectRefusal(operation, credential, 401, { code: "UNAUTHENTICATED" });
      }
      for (const caller of staff.filter((caller) => !isAllowed(caller))) {
        const missingScopes = allScopes.filter((scope) => needs.includes(scope) && !caller.scopes.includes(scope));
        await expectRefusal(operation, caller.credential, 403, { code: "FORBIDDEN", missingScopes });
      }
      const [, foreign] = operation.customer ?? ["FORBIDDEN", "FORBIDDEN"];
      if (foreign !== "DATA") await expectCustomer(operation, others, foreign);
      expect(await allRows(server)).toEqual(before);
    });

    it("runs for callers with access", async () => {
      const [first, ...more] = staff.filter(isAllowed);
      if (!operation.isForCustomers) {
        const answer = await answerTo(operation, first?.credential ?? null, others);
        expect(outcomeOf(answer)).toBe(operation.outcome ?? "DATA");
      }
      // The mutation has already run, so the next caller may have nothing to change.
      for (const { credential } of more) {
        const status = operation.outcome === "SERVICE_UNAVAILABLE" ? 503 : 200;
        expect(await answerTo(operation, credential, others)).toMatchObject({ status });
      }
      const [own] = operation.customer ?? ["FORBIDDEN"];
      await expectCustomer(operation, adas, own);
    });
  });

  it.each(open)("%s is open to all callers, with any credential", async (_title, operation) => {
    const credentials = [...Object.values(invalid), ...staff.map(({ credential }) => credential), ada];
    for (const credential of credentials) {
      expect(outcomeOf(await answerTo(operation, credential, adas))).toBe(operation.outcome ?? "DATA");
    }
  });
});

interface Body {
  readonly data?: object;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/** The result of an operation with access: data, null, or the code of its first user error. */
function outcomeOf({ status, body }: { status: number; body: Body }): string {
  if (status === 503) return body.errors?.[0]?.extensions.code ?? "";
  if (status !== 200 || body.errors || !body.data) return JSON.stringify(body);
  const [result] = Object.values(body.data).flat() as ({ userErrors?: { code: string }[] } | null)[];
  if (result === null) return "NULL";
  const [error] = result?.userErrors ?? [];
  if (error === undefined) return "DATA";
  const { userErrors: _, ...results } = result as Record<string, unknown>;
  expect(Object.values(results).filter((value) => value !== null && value !== false)).toEqual([]);
  return error.code;
}
