import { dataFolders, killServersAfterEach, type ServerProcess, startServer } from "./server-process.js";

killServersAfterEach();
const dataFolder = dataFolders();

const rounds = 2;
const customersPerRound = 60;
const clientCount = 3;

const create = 'mutation { customerCreate(input: { firstName: "Ada" }) { customer { id } } }';

describe("the process that stops", () => {
  it("answers the requests in flight after SIGTERM, then ends even if clients keep their connections open", async () => {
    const limits = { MAX_ROOT_FIELDS: "200", MAX_ALIASES: "200" };
    const server = await startServer({ DATA_DIR: await dataFolder(), DEMO_DATA: "false", ...limits });
    const fields = Array.from(
      { length: 150 },
      (_, n) => `c${n}: customerCreate(input: { firstName: "Ada" }) { customer { id } }`,
    );
    const inFlight = server.ask<Record<string, unknown>>(`mutation { ${fields.join(" ")} }`);
    while ((await server.customerCount()) === 0);
    server.signal("SIGTERM");
    expect(Object.keys(await inFlight)).toHaveLength(150);
    expect(await server.exitCode).toBe(0);
    expect(server.messages.slice(-2)).toEqual(["SIGTERM: finishing the requests in flight.", "Stopped."]);
    await expect(server.customerCount()).rejects.toThrow("fetch failed");
  }, 120_000);

  it("finishes the requests in flight even if nothing reads its log", async () => {
    const server = await startServer({ DATA_DIR: await dataFolder(), DEMO_DATA: "false" });
    server.closeOutput();
    for (let count = 1; count <= 3; count += 1) await server.ask(create);
    const fields = Array.from({ length: 25 }, (_, n) => `c${n}: customerCreate(input: {}) { userErrors { code } }`);
    const inFlight = server.ask<Record<string, unknown>>(`mutation { ${fields.join(" ")} }`);
    // After an answered request, so that the mutation has arrived.
    await server.customerCount();
    server.signal("SIGTERM");
    expect(Object.keys(await inFlight)).toHaveLength(25);
    expect(await server.exitCode).toBe(0);
  });

  it("stops when the npm that started it through a shell is ended", async () => {
    const settings = { DATA_DIR: await dataFolder(), DEMO_DATA: "false", npm_lifecycle_event: "start" };
    const server = await startServer(settings, { under: ["sh", "-c", '"$0" "$@"; exit'] });
    server.signal("SIGTERM");
    await server.exitCode;
    expect(server.messages.slice(-2)).toEqual(["SIGTERM: finishing the requests in flight.", "Stopped."]);
  }, 120_000);

  it("has every acknowledged customer after it was killed and started again", async () => {
    const settings = { DATA_DIR: await dataFolder(), DEMO_DATA: "false" };
    const acknowledged: string[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const server = await startServer(settings);
      await createCustomersUntilKilled(server, acknowledged, round * customersPerRound);
    }
    const server = await startServer(settings);
    const { nodes } = await server.ask<{ nodes: ({ id: string } | null)[] }>(
      "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
      { ids: acknowledged },
    );
    expect(nodes.map((node) => node?.id)).toEqual(acknowledged);
  }, 120_000);
});

/** Creates customers over several connections and records acknowledged ones. Kills the server at the given number. */
async function createCustomersUntilKilled(
  server: ServerProcess,
  acknowledged: string[],
  enough: number,
): Promise<void> {
  async function createUntilKilled(): Promise<void> {
    for (;;) {
      const { customerCreate } = await server.ask<{ customerCreate: { customer: { id: string } } }>(create);
      acknowledged.push(customerCreate.customer.id);
      if (acknowledged.length === enough) server.signal("SIGKILL");
    }
  }
  const clients = Array.from({ length: clientCount }, () => createUntilKilled());
  for (const { reason } of (await Promise.allSettled(clients)) as PromiseRejectedResult[]) {
    expect(reason).toMatchObject({ message: expect.stringMatching(/fetch failed|terminated/) });
  }
  await server.exitCode;
  expect(acknowledged.length).toBeGreaterThanOrEqual(enough);
}
