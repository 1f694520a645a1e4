import "reflect-metadata";
import { UserErrorCollector } from "../../src/graphql/errors/user-error-collector.js";
import { inTurns, Pauses } from "../../src/graphql/event-loop/pauses.js";
import { checkInput } from "../../src/graphql/input/check-input.js";
import { AddressInput } from "../../src/shop/address/address.input.js";
import { CustomerCreateInput } from "../../src/shop/customer-mutations/customer.input.js";
import { OrdersRecordArgs } from "../../src/shop/order/order.args.js";
import { OrderRecordInput } from "../../src/shop/order/order.input.js";
import { parsePrices } from "../../src/shop/price-list/price.rules.js";
import { PriceListInput, PriceListPriceInput } from "../../src/shop/price-list/price-list.input.js";
import { turnsDuring } from "../support/event-loop.js";
import { useTestServer } from "../support/server.js";

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const badText = "\u0001";
const badPrice = { variantId: "", currencyCode: "X", amount: "-", minQuantity: 0 };

describe("a long list in a mutation", () => {
  const server = useTestServer();

  const badAddress = () =>
    Object.assign(new AddressInput(), {
      firstName: badText,
      lastName: badText,
      city: badText,
      address1: badText,
      phone: badText,
    });
  const badOrder = () => Object.assign(new OrderRecordInput(), { id: "x", displayId: badText, email: "x" });
  const inputs: [string, object][] = [
    ["addresses", Object.assign(new CustomerCreateInput(), { addresses: many(1_000, badAddress) })],
    ["orders", Object.assign(new OrdersRecordArgs(), { orders: many(1_000, badOrder) })],
    [
      "prices",
      Object.assign(new PriceListInput(), {
        prices: many(10_000, () => Object.assign(new PriceListPriceInput(), badPrice, { amount: " ".repeat(50) })),
      }),
    ],
  ];

  it.each(inputs)("is checked in parts, with pauses for other requests: %s", async (_, input) => {
    expect(await turnsDuring(() => checkInput(input))).toBeGreaterThan(0);
  });

  it("of prices is read in parts", async () => {
    const userErrors = new UserErrorCollector();
    const prices = many(10_000, () => badPrice);
    expect(await turnsDuring(() => parsePrices(prices, ["input", "prices"], userErrors))).toBeGreaterThan(0);
    expect(userErrors.has(["input", "prices", "9999", "minQuantity"])).toBe(true);
  });

  it("of prices that are all refused is answered with all of the errors", async () => {
    const input = { title: "Sale", type: "SALE", prices: many(2_000, () => badPrice) };
    const query = "mutation ($input: PriceListInput!) { priceListCreate(input: $input) { userErrors { code } } }";
    const codes = ["BLANK", "INVALID_CURRENCY", "INVALID_AMOUNT", "OUT_OF_RANGE"];
    const userErrors = many(2_000, () => codes.map((code) => ({ code }))).flat();
    expect((await server.ask(query, { input })).data).toEqual({ priceListCreate: { userErrors } });
  });
});

describe("a list in turns", () => {
  it("returns a short list itself", () => {
    expect(inTurns([1, 2, 3])).toEqual([1, 2, 3]);
  });

  it("adds 500 values in each turn of the event loop, in order", async () => {
    const values = many(2_001, (index) => index);
    let found: number[] = [];
    const turns = await turnsDuring(async () => {
      found = await Promise.all(inTurns(values));
    });
    expect(found).toEqual(values);
    expect(turns).toBeGreaterThanOrEqual(4);
  });
});

describe("a pause", () => {
  it("is due after some milliseconds of work, and not directly after a pause", async () => {
    let now = 0;
    const pauses = new Pauses(() => now);
    expect(pauses.isDue).toBe(false);
    now += 6;
    expect(pauses.isDue).toBe(true);
    expect(await turnsDuring(() => pauses.pause())).toBeGreaterThan(0);
    expect(pauses.isDue).toBe(false);
  });
});
