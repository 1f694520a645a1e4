import fc from "fast-check";
import { type ExecutionResult, OperationTypeNode } from "graphql";
import { isRequestErrorCode } from "../../src/graphql/errors/request-errors.js";
import { createSchema } from "../../src/schema.js";
import { accountOptions } from "../customer-account/customer-account.steps.js";
import { generatedOperation } from "../execution/generated-operation.js";
import { givenPool } from "../execution/value-pool.js";
import { withFiles } from "../files/files.steps.js";
import { useMailServer } from "../support/mail.js";
import { adminKey, useTestServer } from "../support/server.js";
import { faultsIn } from "./answer-shape.js";
import { hostileOperation } from "./hostile-operation.js";

const schema = createSchema();
const seed = 20_261_121;
const numRuns = 1_000;
/** A long time limit: it only detects operations that never end. */
const hangsAfterMs = 240_000;

describe("any generated operation", () => {
  const mail = useMailServer();
  const server = useTestServer(withFiles(accountOptions(mail)));

  async function answerTo(operation: object) {
    let timer: NodeJS.Timeout | undefined;
    const hanging = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("Expected an answer, however late.")), hangsAfterMs);
    });
    const headers = { authorization: `Bearer ${adminKey}` };
    const response = server.app.inject({ method: "POST", url: "/graphql", headers, payload: operation });
    const { statusCode, ...answer } = await Promise.race([response, hanging]);
    clearTimeout(timer);
    return { status: statusCode, ...answer.json<ExecutionResult>() };
  }

  it.each([
    // Again with the cached document.
    [OperationTypeNode.QUERY, 2],
    [OperationTypeNode.MUTATION, 1],
  ] as const)(
    "gets a response that matches the schema, and no internal error: %s",
    async (kind, times) => {
      const operations = generatedOperation(schema, kind, await givenPool(server), { maxDepth: 7, maxFields: 60 });
      const outcomes = { data: 0, none: 0 };
      const property = fc.asyncProperty(hostileOperation(operations), async (operation) => {
        for (let time = 1; time <= times; time += 1) {
          const { status, data, errors = [] } = await answerTo(operation);
          const codes = errors.map(({ extensions }) => extensions?.code);
          expect(codes.filter((code) => !isRequestErrorCode(code) || code === "INTERNAL_SERVER_ERROR")).toEqual([]);
          expect(status).toBeLessThan(500);
          if (data === undefined) expect(codes).not.toEqual([]);
          else expect(faultsIn(schema, operation, data)).toEqual([]);
          outcomes[data ? "data" : "none"] += 1;
        }
      });
      await fc.assert(property, { seed, numRuns });
      expect(outcomes.data).toBeGreaterThan(numRuns / 10);
      expect(outcomes.none).toBeGreaterThan(numRuns / 10);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      expect(server.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
    },
    20 * 60_000,
  );
});
