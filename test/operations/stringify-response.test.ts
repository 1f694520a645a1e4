import fc from "fast-check";
import { defaultLimits } from "../../src/execution/limits/limits.js";
import { stringifyResponse } from "../../src/execution/operations/stringify-response.js";
import { givenCustomers } from "../customer/customer.steps.js";
import { adminKey, useTestServer } from "../support/server.js";

const maxBytes = 10_000_000;

function answerOf(data: Record<string, unknown>, requested: number) {
  return { data, extensions: { cost: { requested, limit: 50_000 } } };
}

function customers(count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `cus_${n}`,
    metadata: { note: "ä".repeat(50), deep: [{ n }] },
    addresses: { nodes: Array.from({ length: 5 }, (_, line) => ({ address1: `${line} "Demo" Street`, city: null })) },
  }));
}

describe("a response", () => {
  it.each([1, 40_000])("is written as JSON.stringify writes it, with a cost of %d", async (cost) => {
    const answer = answerOf({ customers: { nodes: customers(2_000) } }, cost);
    expect(await stringifyResponse(answer, { maxBytes })).toBe(JSON.stringify(answer));
  });

  it("is written as JSON.stringify writes it, with values of all kinds", async () => {
    const value = fc.anything({ withDate: true, withNullPrototype: true, maxDepth: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 5 }), async (values) => {
        // A size that is written in parts.
        const answer = answerOf({ filler: customers(300), values }, 40_000);
        expect(await stringifyResponse(answer, { maxBytes })).toBe(JSON.stringify(answer));
      }),
      { numRuns: 30 },
    );
  });

  it("pauses for other work while a large one is written", async () => {
    const answer = answerOf({ customers: { nodes: customers(20_000) } }, 40_000);
    let [turns, isDone] = [0, false];
    const count = () => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    await stringifyResponse(answer, { maxBytes: 1e9 });
    isDone = true;
    expect(turns).toBeGreaterThan(3);
  });

  it.each([1, 40_000])("has no more bytes than the limit, with a cost of %d", async (cost) => {
    const answer = answerOf({ customers: { nodes: customers(1_000) } }, cost);
    const bytes = Buffer.byteLength(JSON.stringify(answer));
    expect(await stringifyResponse(answer, { maxBytes: bytes })).toBe(JSON.stringify(answer));
    await expect(stringifyResponse(answer, { maxBytes: bytes - 1 })).rejects.toMatchObject({
      extensions: { code: "QUERY_TOO_COMPLEX", limit: "responseBytes", max: bytes - 1 },
    });
  });

  it("is not read to its end when it is too large", async () => {
    let read = 0;
    const nodes = customers(20_000).map((customer) => ({
      ...customer,
      get last() {
        read += 1;
        return null;
      },
    }));
    await expect(stringifyResponse(answerOf({ nodes }, 40_000), { maxBytes: 100_000 })).rejects.toThrow();
    expect(read).toBeLessThan(5_000);
  });
});

describe("a response that is too large", () => {
  const longAlias = "a".repeat(1_000);
  const server = useTestServer();

  it("is replaced by an error, for new and cached operations", async () => {
    await givenCustomers(server, 60);
    const limits = { ...defaultLimits, responseBytes: 2_000 };
    const { ask } = (await server.another({ limits })).as(adminKey);
    const query = "query ($n: Int!) { customers(first: $n) { nodes { id firstName } } }";
    for (let use = 1; use <= 5; use += 1) {
      expect(await ask(query, { n: 60 })).toEqual({
        status: 400,
        errors: [
          {
            message: "The request exceeds the limit responseBytes: at most 2000, got more.",
            extensions: { code: "QUERY_TOO_COMPLEX", limit: "responseBytes", max: 2_000 },
          },
        ],
      });
      expect(await ask(query, { n: 20 })).toMatchObject({ status: 200 });
    }
  });

  it.each([
    ["a query", `{ customers(first: 0) { ${longAlias}: __typename } }`],
    ["a mutation", `mutation { customerCreate(input: { firstName: "Ada" }) { ${longAlias}: __typename } }`],
  ])("contains the cost of the operation, for new and cached operations: %s", async (_what, query) => {
    const limits = { ...defaultLimits, responseBytes: 1_000 };
    const { app } = await server.another({ limits });
    const answers: unknown[] = [];
    for (let use = 1; use <= 4; use += 1) {
      const response = await app.inject({
        method: "POST",
        url: "/graphql",
        headers: { authorization: `Bearer ${adminKey}` },
        payload: { query },
      });
      answers.push([response.statusCode, response.json()]);
    }
    const cost = { requested: expect.any(Number), limit: expect.any(Number) };
    const refused = {
      errors: [{ extensions: { code: "QUERY_TOO_COMPLEX", limit: "responseBytes" } }],
      extensions: { cost },
    };
    for (const answer of answers) expect(answer).toMatchObject([400, refused]);
  });

  it("is refused if more data is read for it than its size limit", async () => {
    await givenCustomers(server, 60);
    const limits = { ...defaultLimits, responseBytes: 4_000 };
    const { ask } = (await server.another({ limits })).as(adminKey);
    const aliases = Array.from({ length: 10 }, (_, n) => `a${n}: customers(first: 10) { nodes { id firstName } }`);
    // These read rows and return none.
    const unseen = Array.from({ length: 10 }, (_, n) => `b${n}: customers(first: 50) { pageInfo { hasNextPage } }`);
    for (let use = 1; use <= 5; use += 1) {
      for (const query of [`{ ${aliases.join(" ")} }`, `{ ${unseen.join(" ")} }`]) {
        const { status, errors, data } = await ask(query);
        expect({ status, codes: errors?.map(({ extensions }) => extensions?.code), data }).toEqual({
          status: 400,
          codes: ["QUERY_TOO_COMPLEX"],
          data: undefined,
        });
      }
      expect(await ask(`{ ${aliases[0]} }`)).toMatchObject({ status: 200 });
    }
  });
});
