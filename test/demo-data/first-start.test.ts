import { loadFirstDemoData } from "../../src/demo-data/first-start.js";
import { useTestServer } from "../support/server.js";

describe("loadFirstDemoData", () => {
  const server = useTestServer();

  it("loads customers of the two years before the present day", async () => {
    const { pool, prisma } = server.testDatabase.database;
    const now = new Date("2031-07-08T12:34:56Z");
    await loadFirstDemoData(pool, { accountsFolder: undefined, now, log: () => {} });
    const count = (from: string, to: string) =>
      prisma.customer.count({ where: { createdAt: { gte: new Date(from), lt: new Date(to) } } });
    expect(await count("2029-07-08T00:00:00Z", "2031-07-08T00:00:00Z")).toBe(1000);
    expect(await count("2031-06-08T00:00:00Z", "2031-07-08T00:00:00Z")).toBe(41); // 30 of 730 days of 1,000 customers
    expect(await count("2031-07-07T00:00:00Z", "2031-07-08T00:00:00Z")).toBeGreaterThan(0);
  });
});
