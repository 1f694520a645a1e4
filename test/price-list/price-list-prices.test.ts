import { refusalOf } from "../support/bad-input.js";
import type { PricesPageQueryVariables } from "../support/generated/graphql.js";
import { useTestServer } from "../support/server.js";
import { givenPriceList, givenPriceLists, price, update } from "./price-list.steps.js";
import { pricesOfManyPriceLists, pricesPage } from "./price-list-prices.operations.js";

describe("PriceList.prices", () => {
  const server = useTestServer();
  const variants = (count: number) => Array.from({ length: count }, (_, index) => `variant_${count - index}`);
  const pricesOf = (ids: readonly string[]) =>
    ids.map((variantId) => ({ ...price, variantId, minQuantity: null, maxQuantity: null }));

  async function page(id: string, args: Omit<PricesPageQueryVariables, "id"> = {}) {
    const { priceList } = await server.run(pricesPage, { id, ...args });
    if (!priceList) throw new Error(`There is no price list ${id}.`);
    const { nodes, ...rest } = priceList.prices;
    return { ids: nodes.map(({ variantId }) => variantId), ...rest };
  }

  it("has the prices in the given order, 50 per page", async () => {
    const ids = variants(60);
    const { id } = await givenPriceList(server, { prices: pricesOf(ids) });
    const first = await page(id);
    expect(first).toMatchObject({ ids: ids.slice(0, 50), totalCount: 60, pageInfo: { hasNextPage: true } });
    const second = await page(id, { after: first.pageInfo.endCursor ?? null });
    expect(second).toMatchObject({ ids: ids.slice(50), totalCount: 60, pageInfo: { hasNextPage: false } });
  });

  it("has pages forward, backward and by offset", async () => {
    const ids = variants(12);
    const { id } = await givenPriceList(server, { prices: pricesOf(ids) });
    const last = await page(id, { last: 5 });
    expect(last).toMatchObject({ ids: ids.slice(7), pageInfo: { hasPreviousPage: true, hasNextPage: false } });
    const before = last.pageInfo.startCursor ?? null;
    expect(await page(id, { last: 5, before })).toMatchObject({
      ids: ids.slice(2, 7),
      pageInfo: { hasPreviousPage: true, hasNextPage: true },
    });
    expect((await page(id, { first: 3, offset: 9 })).ids).toEqual(ids.slice(9));
    expect(await page(id, { first: 0 })).toMatchObject({ ids: [], totalCount: 12 });
  });

  it("has filters by variant and currency", async () => {
    const prices = ["EUR", "JPY", "USD"].flatMap((currencyCode) =>
      pricesOf(variants(3)).map((given) => ({ ...given, currencyCode, amount: "10" })),
    );
    const { id } = await givenPriceList(server, { prices });
    const where = { currencyCode: { in: ["jpy", " usd"] }, variantId: { eq: "variant_2" } };
    expect(await page(id, { where })).toMatchObject({ ids: ["variant_2", "variant_2"], totalCount: 2 });
    expect(await page(id, { where: {} })).toMatchObject({ totalCount: 9 });
  });

  it("keeps cursors valid when prices after them are replaced", async () => {
    const ids = variants(4);
    const { id } = await givenPriceList(server, { prices: pricesOf(ids) });
    const after = (await page(id, { first: 2 })).pageInfo.endCursor ?? null;
    await update(server, id, { prices: pricesOf([...ids, "variant_new"]) });
    expect((await page(id, { after })).ids).toEqual([...ids.slice(2), "variant_new"]);
  });

  it.each([
    [{ first: 1, last: 1 }, "last must not be given together with first"],
    [{ first: 251 }, "first must be from 0 to 250"],
    [{ after: "x" }, "after must be a cursor"],
    [{ after: Buffer.from('["PriceListPrice","ID:ASC","1e3"]').toString("base64url") }, "after must be a cursor"],
    [{ offset: 10_001 }, "offset must be from 0 to 10000"],
  ])("refuses %j", async (args, message) => {
    const { id } = await givenPriceList(server);
    expect(await refusalOf(server, pricesPage, { id, ...args })).toMatch(message);
  });

  it.each([1, 40])("takes one statement for each field and its count, under %i price lists", async (count) => {
    const ids = Array.from({ length: count }, (_, index) => `plist_${index + 100}`);
    await givenPriceLists(
      server,
      ids.map((id) => ({ id, prices: pricesOf([`${id}_a`, `${id}_b`]) })),
    );
    const run = () => server.run(pricesOfManyPriceLists, {});
    const { result, statements } = await server.testDatabase.withStatements(run);
    expect(statements).toHaveLength(4);
    expect(result.priceLists.nodes).toEqual(
      ids.map((id) => ({
        id,
        prices: { totalCount: 2, nodes: [{ variantId: `${id}_a` }] },
        others: { nodes: [{ variantId: `${id}_b` }] },
      })),
    );
  });

  it("reads no more rows than the page has", async () => {
    const prices = pricesOf(variants(10_000));
    await givenPriceLists(server, [{ id: "plist_1", prices }]);
    const { pool } = server.testDatabase.database;
    await pool.query("ANALYZE price_list_price");
    const { sent } = await server.testDatabase.withStatements(() => page("plist_1", { first: 10 }));
    const statement = sent.find(({ sql }) => sql.includes("price_list_price") && !sql.includes("count("));
    const { rows } = await pool.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${statement?.sql}`, [
      ...(statement?.parameters ?? []),
    ]);
    const read = [...JSON.stringify(rows).matchAll(/"(?:Actual Rows|Rows Removed by Filter)":\s*([\d.]+)/g)];
    expect(Math.max(...read.map(([, count]) => Number(count)))).toBe(11);
  });
});
