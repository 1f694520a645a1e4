import { getOperationAST, parse } from "graphql";
import type { Context } from "../../src/access/context.js";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { RateLimiter } from "../../src/execution/limits/rate-limiter.js";
import { CachedOperation } from "../../src/execution/operations/operation-cache.js";
import { OperationGuard } from "../../src/execution/operations/operation-guard.js";
import { RequestVariables } from "../../src/execution/operations/request-variables.js";
import { createSchema } from "../../src/schema.js";
import { useTestServer } from "../support/server.js";
import { newContext } from "./context.steps.js";

const document = parse("mutation ($rows: [CustomerUpsertRow!]!) { customersUpsert(rows: $rows) { created } }");
const rowsOf = (count: number) => Array.from({ length: count }, () => ({ input: { firstName: "Ada", phone: "1" } }));

/** Records the turns of the event loop in which its parts begin. */
class RecordedOperation extends CachedOperation {
  readonly turns: [part: string, turn: number][] = [];
  #turn = 0;
  #isOver = false;

  countTurns(): void {
    this.#turn += 1;
    if (!this.#isOver) setImmediate(() => this.countTurns());
  }

  stop(): void {
    this.#isOver = true;
  }

  override coerce(variables: RequestVariables) {
    if (variables.coercion === undefined) this.turns.push(["coerce", this.#turn]);
    return super.coerce(variables);
  }

  override requirements(variables: RequestVariables) {
    this.turns.push(["requirements", this.#turn]);
    return super.requirements(variables);
  }

  override cost(variables: RequestVariables) {
    this.turns.push(["cost", this.#turn]);
    return super.cost(variables);
  }
}

describe("the guard of operations", () => {
  const server = useTestServer();

  async function authorize(count: number): Promise<{ operation: RecordedOperation; context: Context }> {
    const definition = getOperationAST(document);
    if (!definition) throw new Error("Expected one operation.");
    const operation = new RecordedOperation(createSchema(), document, definition);
    operation.countTurns();
    const context = newContext(server);
    context.findCaller = () => context.caller;
    const guard = new OperationGuard(defaultLimits, new RateLimiter({}));
    await guard.authorize(context, operation, new RequestVariables({ rows: rowsOf(count) }));
    operation.stop();
    return { operation, context };
  }

  it("reads many values once, and in several turns of the event loop", async () => {
    const { operation, context } = await authorize(1_800);
    expect(operation.turns.map(([part]) => part)).toEqual(["coerce", "requirements", "cost"]);
    expect(new Set(operation.turns.map(([, turn]) => turn)).size).toBe(3);
    expect(context.hasManyValues).toBe(true);
  });

  it("reads few values in one turn", async () => {
    const { operation, context } = await authorize(10);
    expect(new Set(operation.turns.map(([, turn]) => turn)).size).toBe(1);
    expect(context.hasManyValues).toBe(false);
  });
});
