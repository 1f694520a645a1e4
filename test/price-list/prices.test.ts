import type { PriceListPriceInput } from "../support/generated/graphql.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { create, givenPriceList, price, sale } from "./price-list.steps.js";

describe("the prices of a price list", () => {
  const server = useTestServer();
  const refusalOf = async (...prices: PriceListPriceInput[]) => {
    const { priceList, userErrors } = await create(server, { ...sale, prices });
    expect(priceList).toBeNull();
    return inShort(userErrors);
  };
  const at = (name: string, index = 0) => `input.prices.${index}.${name}`;

  it.each([
    ["EUR", "10", "10.00"],
    ["EUR", "10.5", "10.50"],
    ["EUR", " 10.55 ", "10.55"],
    ["eur", "0", "0.00"],
    [" Eur ", "0.01", "0.01"],
    ["EUR", "007.10", "7.10"],
    ["EUR", "999999999999999999.99", "999999999999999999.99"],
    ["JPY", "10", "10"],
    ["JPY", "1000.00", "1000"],
    ["EUR", "1.000", "1.00"],
    ["EUR", "10.5000000", "10.50"],
    ["KRW", "000", "0"],
    ["KWD", "1.5", "1.500"],
    ["CLF", "1.2345", "1.2345"],
    ["XCG", "1", "1.00"],
  ])("store %s %j exactly as %s", async (currencyCode, amount, kept) => {
    const { prices } = await givenPriceList(server, { prices: [{ ...price, currencyCode, amount }] });
    expect(prices.nodes).toMatchObject([{ currencyCode: currencyCode.trim().toUpperCase(), amount: kept }]);
  });

  it.each(
    [
      ["EUR", "1.234"],
      ["EUR", "1.00001"],
      ["JPY", "1.1"],
      ["JPY", "0.001"],
      ["JPY", "1.0."],
      ["EUR", "-1"],
      ["EUR", "+1"],
      ["EUR", "1e3"],
      ["EUR", "1,5"],
      ["EUR", "1."],
      ["EUR", ".5"],
      ["EUR", "0x10"],
      ["EUR", "1 000"],
      ["EUR", "١٠"],
      ["EUR", "NaN"],
      ["EUR", "Infinity"],
      ["EUR", " "],
      ["EUR", ""],
      ["EUR", "1000000000000000000"],
      ["EUR", "1".repeat(100_000)],
    ].map(([currencyCode = "", amount = ""]) => [currencyCode, JSON.stringify(amount.slice(0, 20)), amount] as const),
  )("refuse %s %s as an amount", async (currencyCode, _shown, amount) => {
    expect(await refusalOf({ ...price, currencyCode, amount })).toEqual([`INVALID_AMOUNT at ${at("amount")}`]);
  });

  it.each([
    "",
    " ",
    "EU",
    "EURO",
    "XBT",
    "DEM",
    "HRK",
    "ltl",
    "BGN",
    "€",
    "978",
    "constructor",
    "__proto__",
    "e\0r",
    "\ud800UR",
  ])("refuse %j as a currency", async (currencyCode) => {
    expect(await refusalOf({ ...price, currencyCode })).toEqual([`INVALID_CURRENCY at ${at("currencyCode")}`]);
  });

  it.each([
    ["", "BLANK"],
    [" \t", "INVALID"],
    ["  ", "BLANK"],
    ["a\0", "INVALID"],
    ["\udfff", "INVALID"],
    ["a".repeat(256), "TOO_LONG"],
  ])("refuse %j as a variant", async (variantId, code) => {
    expect(await refusalOf({ ...price, variantId })).toEqual([`${code} at ${at("variantId")}`]);
  });

  it("store the id of a variant unchanged", async () => {
    const ids = [" SKU 1 ", "4711", "😀".repeat(255), "' OR 1=1 --", "cus_1"];
    const { prices } = await givenPriceList(server, { prices: ids.map((variantId) => ({ ...price, variantId })) });
    expect(prices.nodes.map(({ variantId }) => variantId)).toEqual(ids);
  });

  it.each([
    [{ minQuantity: 0 }, ["minQuantity"]],
    [{ maxQuantity: 0 }, ["maxQuantity"]],
    [{ minQuantity: -1, maxQuantity: -2 }, ["minQuantity", "maxQuantity"]],
    [{ minQuantity: 3, maxQuantity: 2 }, ["maxQuantity"]],
  ])("refuse the quantities %j", async (quantities, names) => {
    const errors = names.map((name) => `OUT_OF_RANGE at ${at(name)}`);
    expect(await refusalOf({ ...price, ...quantities })).toEqual(errors);
  });

  it("may be several for a variant, with different currencies or quantities", async () => {
    const others = [
      { currencyCode: "USD" },
      { variantId: "variant_2" },
      { minQuantity: 11 },
      { minQuantity: 2, maxQuantity: 5 },
      { minQuantity: 7, maxQuantity: 10 },
      { minQuantity: 6, maxQuantity: 6 },
    ];
    const prices = [{ ...price, maxQuantity: 1 }, ...others.map((other) => ({ ...price, ...other }))];
    expect((await givenPriceList(server, { prices })).prices.totalCount).toBe(prices.length);
  });

  it.each<[object[], number[]]>([
    [[{}, {}], [1]],
    [[{}, { minQuantity: 1 }], [1]],
    [[{ minQuantity: 10 }, {}], [1]],
    [[{ maxQuantity: 5 }, { minQuantity: 5 }], [1]],
    [[{ minQuantity: 5 }, { maxQuantity: 5 }], [1]],
    [
      [
        { minQuantity: 2, maxQuantity: 9 },
        { minQuantity: 4, maxQuantity: 5 },
      ],
      [1],
    ],
    [
      [
        { minQuantity: 4, maxQuantity: 5 },
        { minQuantity: 2, maxQuantity: 9 },
      ],
      [1],
    ],
    [
      [{ maxQuantity: 5 }, { minQuantity: 4, maxQuantity: 10 }, { minQuantity: 8, maxQuantity: 12 }],
      [1, 2],
    ],
    [
      [{ maxQuantity: 2 }, { minQuantity: 9 }, { minQuantity: 2, maxQuantity: 9 }, { minQuantity: 5 }],
      [2, 3],
    ],
    [[{ maxQuantity: 5 }, { currencyCode: "eur", maxQuantity: 5 }, { currencyCode: "USD", maxQuantity: 5 }], [1]],
  ])("are refused with CONFLICTING_INPUT if %j overlap: at %j, the later ones", async (others, indexes) => {
    const prices = others.map((other) => ({ ...price, ...other }));
    expect(await refusalOf(...prices)).toEqual(indexes.map((index) => `CONFLICTING_INPUT at input.prices.${index}`));
  });

  it("are all checked at once", async () => {
    const bad = { variantId: "\0", currencyCode: "XYZ", amount: "-1", minQuantity: 0, maxQuantity: 0 };
    expect(await refusalOf(price, bad, { ...price, variantId: "variant_2", amount: "x" })).toEqual([
      `INVALID at ${at("variantId", 1)}`,
      `INVALID_CURRENCY at ${at("currencyCode", 1)}`,
      `INVALID_AMOUNT at ${at("amount", 1)}`,
      `OUT_OF_RANGE at ${at("minQuantity", 1)}`,
      `OUT_OF_RANGE at ${at("maxQuantity", 1)}`,
      `INVALID_AMOUNT at ${at("amount", 2)}`,
    ]);
  });

  it("may be 10,000, and are refused with TOO_MANY if there are more", async () => {
    const prices = Array.from({ length: 10_001 }, (_, index) => ({
      variantId: `${index}`,
      currencyCode: "EUR",
      amount: "1",
    }));
    expect(await refusalOf(...prices)).toEqual(["TOO_MANY at input.prices"]);
    expect((await givenPriceList(server, { prices: prices.slice(1) })).prices.totalCount).toBe(10_000);
  });
});
