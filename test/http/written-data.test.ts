import { useTestServer } from "../support/server.js";

describe("a mutation document with several fields", () => {
  const server = useTestServer();

  it("shows in each field the writes of that field and of the fields before it", async () => {
    const { prisma } = server.testDatabase.database;
    await prisma.customer.create({ data: { id: "cus_1", firstName: "Ada" } });
    await prisma.address.create({ data: { id: "cuaddr_1", customerId: "cus_1", city: "Rome" } });
    const move = (name: string, city: string) => `
      ${name}: customerAddressUpdate(customerId: "cus_1", id: "cuaddr_1", input: { city: "${city}" }) {
        customer { addresses(first: 1) { nodes { city } } }
      }`;
    const { data } = await server.ask(`mutation { ${move("one", "Milan")} ${move("two", "Turin")} }`);
    const inCity = (city: string) => ({ customer: { addresses: { nodes: [{ city }] } } });
    expect(data).toEqual({ one: inCity("Milan"), two: inCity("Turin") });
  });
});
