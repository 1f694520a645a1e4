import { getNamedType, isInputObjectType, isObjectType } from "graphql";
import { accessOf } from "../../src/access/auth/access.js";
import { allScopes, type Scope } from "../../src/access/auth/scope.type.js";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { createSchema } from "../../src/schema.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { typesOf } from "../schema/elements.js";
import { kindOf } from "../schema/guards.js";
import { useTestServer } from "../support/server.js";
import { type RelationUse, relationUses } from "./relation-uses.js";

const schema = createSchema();
const uses = relationUses(schema);

describe("fields and arguments that reveal related objects", () => {
  // Some of these queries cost more than the default limit.
  const server = useTestServer({ limits: { ...defaultLimits, cost: 100_000_000 } });

  it("are all in the test's list", () => {
    const has = (part: string) => uses.filter(({ title }) => title.includes(part)).length;
    expect(uses.length).toBeGreaterThan(200);
    expect(has("Query.customers, filtered by groups.some")).toBeGreaterThan(0);
    expect(has("Query.customers, filtered by groups.some.customers.none in or and not")).toBe(1);
    expect(has("Customer.addresses, sorted by CITY")).toBe(1);
    expect(has("Query.customerGroups, with the count of customers")).toBe(1);
  });

  const listOf = ({ title }: RelationUse) => title.split(",")[0] ?? "";

  it.each([...new Set(uses.map(listOf))])("require the scopes to read each type of them: %s", async (list) => {
    const secrets = new Map<string, string>();
    const keyWith = async (scopes: readonly Scope[]) => {
      const name = scopes.join();
      const secret = secrets.get(name) ?? (await givenApiKey(server, [...scopes])).secret;
      secrets.set(name, secret);
      return server.as(secret);
    };
    const wrong: unknown[] = [];
    for (const { title, query, variables, needs } of uses.filter((use) => listOf(use) === list)) {
      const needed = allScopes.filter((scope) => needs.includes(scope));
      const answer = await (await keyWith(needed)).ask(query, variables);
      if (answer.status !== 200 || answer.errors) wrong.push({ title, holding: needed, answer });
      for (const scope of needed) {
        const refusal = await (await keyWith(allScopes.filter((one) => one !== scope))).ask(query, variables);
        const { code, missingScopes } = refusal.errors?.[0]?.extensions ?? {};
        if (code === "FORBIDDEN" && JSON.stringify(missingScopes) === JSON.stringify([scope]) && !refusal.data)
          continue;
        wrong.push({ title, without: scope, refusal });
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe("filters and sort fields for customers", () => {
  it("do not use a field that is not for customers", () => {
    const told = typesOf(schema)
      .filter(isObjectType)
      .flatMap((type) =>
        Object.values(type.getFields()).map((field) => ({ coordinate: `${type.name}.${field.name}`, field })),
      )
      .filter(({ field }) => accessOf(field)?.orSelf)
      .flatMap(({ coordinate, field }) => {
        const kind = schema.getType(kindOf(getNamedType(field.type)) ?? "");
        const fields = isObjectType(kind) ? Object.values(kind.getFields()) : [];
        const secret = fields.filter((one) => accessOf(one)?.orSelf === false).map(({ name }) => name);
        const where = getNamedType(field.args.find(({ name }) => name === "where")?.type ?? field.type);
        const members = isInputObjectType(where) ? Object.values(where.getFields()) : [];
        const open = members.filter((member) => secret.includes(member.name) && accessOf(member)?.orSelf !== false);
        return open.map(({ name }) => `${coordinate}(where: {${name}:})`);
      });
    expect(told).toEqual([]);
  });
});
