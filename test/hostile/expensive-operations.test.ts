import { readFileSync } from "node:fs";
import path from "node:path";
import { costOf } from "../limits/costs.js";
import { givenCustomers, givenGroups, idsOf } from "../support/given-rows.js";
import { adminKey, useTestServer } from "../support/server.js";
import { maxCosts } from "./search/change-operation.js";
import type { ExpensiveOperation } from "./search/expensive-operations.js";
import { unknownIds, withIds } from "./search/placeholders.js";

const file = path.join(import.meta.dirname, "expensive-operations.json");
const operations = (JSON.parse(readFileSync(file, "utf8")) as ExpensiveOperation[]).map(
  (operation) => [operation.name, operation] as const,
);
const answers = ["200 data", "400 QUERY_TOO_COMPLEX", "400 BAD_USER_INPUT", "429 RATE_LIMITED", "403 FORBIDDEN"];

describe("one of the most expensive operations", () => {
  const server = useTestServer();

  it.each(operations)("is answered or refused: %s", async (_name, { query, variables }) => {
    await givenCustomers(
      server,
      idsOf("cus", 20).map((id) => ({ id })),
    );
    await givenGroups(server, [{ id: "cusgroup_1" }, { id: "cusgroup_2" }]);
    // A plan executes the query from its third use on.
    for (let time = 1; time <= 3; time += 1) {
      const { status, errors } = await server.as(adminKey).ask(query, withIds(variables, unknownIds) as object);
      expect(answers).toContain(`${status} ${errors?.[0]?.extensions?.code ?? "data"}`);
      expect(server.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
    }
  });

  it.each(operations)("is allowed by default: %s", (_name, { caller, query, variables }) => {
    const cost = costOf(query, withIds(variables, unknownIds) as Record<string, unknown>);
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(maxCosts[caller]);
  });
});
