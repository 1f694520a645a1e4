import { update } from "../customer/customer.steps.js";
import { givenOrder } from "../order/order.steps.js";
import { useTestServer } from "../support/server.js";
import { email, erase } from "./personal-data.steps.js";

describe("the number of statements", () => {
  const server = useTestServer();

  /** Creates customers with the same email, each with a number of addresses, orders, sessions and changes. */
  async function givenData(customers: number, rows: number): Promise<string> {
    const { prisma } = server.testDatabase.database;
    for (let customer = 0; customer < customers; customer += 1) {
      const id = `cus_${customer}`;
      await prisma.customer.create({
        data: { id, email, deletedAt: customer === 0 ? null : new Date() },
      });
      for (let row = 0; row < rows; row += 1) {
        await prisma.address.create({
          data: { id: `cuaddr_${customer}_${row}`, customerId: id, city: `City ${row}` },
        });
        await givenOrder(server, { id: `order_${customer}_${row}`, customerId: id, email });
        await prisma.session.create({
          data: { id: `ses_${customer}_${row}`, customerId: id, expiresAt: new Date("2099-01-01T00:00:00Z") },
        });
        if (customer === 0) await update(server, id, { firstName: `Zoe ${row}` });
      }
    }
    return "cus_0";
  }

  async function countStatements(customers: number, rows: number): Promise<number> {
    await server.reset();
    const id = await givenData(customers, rows);
    const { result, statements } = await server.testDatabase.withStatements(() => erase(server, id));
    expect(result.userErrors).toEqual([]);
    // The check of files runs beside the request.
    return statements.filter((sql) => !sql.includes("DELETE FROM file_erasure")).length;
  }

  it("of an erasure does not depend on the number of rows", async () => {
    const few = await countStatements(1, 1);
    expect(await countStatements(4, 8)).toBe(few);
    // Two of them delete what imports remember of their rows, and exports without ids.
    expect(few).toBeLessThanOrEqual(25);
  });
});
