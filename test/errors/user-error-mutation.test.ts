import "reflect-metadata";
import { execute, parse } from "graphql";
import { Arg, buildSchema, ObjectType, Query, Resolver } from "type-graphql";
import { Payload } from "../../src/graphql/errors/payload.type.js";
import { InputError } from "../../src/graphql/errors/user-error.type.js";
import { UserErrorCollector } from "../../src/graphql/errors/user-error-collector.js";
import { UserErrorMutation } from "../../src/graphql/errors/user-error-mutation.js";
import { turnsDuring } from "../support/event-loop.js";

const count = 5_000;

@ObjectType()
class RefusedPayload extends Payload {}

@Resolver()
class RefusingResolver {
  @Query(() => Boolean)
  isThere(): boolean {
    return true;
  }

  @UserErrorMutation(() => RefusedPayload, { description: "Refuses everything." })
  async refuse(): Promise<RefusedPayload> {
    const userErrors = new UserErrorCollector();
    for (let index = 0; index < count; index += 1)
      userErrors.add("INVALID", ["list", String(index)], "Must be better.");
    throw userErrors.toException();
  }

  @UserErrorMutation(() => RefusedPayload, { description: "Accepts a list." })
  async accept(@Arg("list", () => [String]) _list: string[]): Promise<Partial<RefusedPayload>> {
    return {};
  }
}

/** The turns of the event loop during an operation. */
async function turnsOf(text: string, hasManyValues: boolean): Promise<number> {
  const schema = await buildSchema({ resolvers: [RefusingResolver], orphanedTypes: [InputError], validate: false });
  const contextValue = { hasManyValues, resetLoaders: () => {} };
  return turnsDuring(() => execute({ schema, document: parse(text), contextValue }));
}

describe("a mutation with many values", () => {
  it("pauses before it converts its arguments", async () => {
    const text = 'mutation { accept(list: ["a"]) { userErrors { code } } }';
    expect(await turnsOf(text, true)).toBeGreaterThan(await turnsOf(text, false));
  });
});

describe("a mutation with thousands of user errors", () => {
  it("completes 500 of them in each turn of the event loop, all in order", async () => {
    const schema = await buildSchema({ resolvers: [RefusingResolver], orphanedTypes: [InputError], validate: false });
    const document = parse("mutation { refuse { userErrors { code path } } }");
    let data: unknown;
    const turns = await turnsDuring(async () => {
      ({ data } = await execute({ schema, document, contextValue: { hasManyValues: false, resetLoaders: () => {} } }));
    });
    const userErrors = Array.from({ length: count }, (_, index) => ({
      code: "INVALID",
      path: ["list", String(index)],
    }));
    expect(data).toEqual({ refuse: { userErrors } });
    expect(turns).toBeGreaterThanOrEqual(count / 500 - 1);
  });
});
