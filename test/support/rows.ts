import type { TestServer } from "./server.js";

/** All rows of all tables, to check that a refused write has changed nothing. */
export async function allRows({ testDatabase }: TestServer) {
  const { prisma } = testDatabase.database;
  const orderBy = { id: "asc" } as const;
  return {
    customers: await prisma.customer.findMany({ orderBy }),
    addresses: await prisma.address.findMany({ orderBy }),
    groups: await prisma.customerGroup.findMany({ orderBy }),
    priceLists: await prisma.priceList.findMany({ orderBy }),
    regions: await prisma.region.findMany({ orderBy }),
    regionCountries: await prisma.regionCountry.findMany({ orderBy: { countryCode: "asc" } }),
    orders: await prisma.order.findMany({ orderBy }),
    users: await prisma.staffUser.findMany({ orderBy }),
    // A timer writes when keys were last used, at any time.
    apiKeys: await prisma.apiKey.findMany({ orderBy, omit: { lastUsedAt: true } }),
    memberships: await prisma.customerGroupMember.findMany({ orderBy: [{ groupId: "asc" }, { customerId: "asc" }] }),
  };
}
