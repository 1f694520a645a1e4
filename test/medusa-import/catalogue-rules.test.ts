import { useTestServer } from "../support/server.js";
import { runImport, useMedusaDatabase, type Version } from "./medusa-database.js";
import {
  givenCustomer,
  givenGroup,
  givenItem,
  givenMember,
  givenOrder,
  givenPrice,
  givenPriceList,
  givenRule,
  givenSummary,
  nextId,
  totalsOf,
} from "./medusa-rows.js";

// The numbers are those of docs/from-medusa.md.
describe.each([1, 2] as const)("the import from Medusa %i", (version: Version) => {
  const server = useTestServer();
  const medusa = useMedusaDatabase();
  const db = () => server.testDatabase.database.prisma;
  const run = (options = {}) => runImport(server.testDatabase, medusa, options);
  beforeEach(() => medusa.emptyTables(version));
  const inUnits = (cents: string, units: string) => (version === 1 ? cents : units);

  describe("4. a price list", () => {
    const lists = () => db().priceList.findMany({ orderBy: { id: "asc" } });

    it("keeps its groups, dates, type and status", async () => {
      await givenGroup(medusa, version, { id: "cusgroup_1", name: "VIP" });
      const dates = { starts_at: "2024-01-01 00:00:00.1239Z", ends_at: "2024-02-01Z" };
      await givenPriceList(medusa, version, { id: "plist_1", groups: ["cusgroup_1"], type: "override", ...dates });
      await givenPriceList(medusa, version, {
        id: "plist_2",
        title: "All",
        status: "draft",
        starts_at: "-infinity",
        ends_at: "infinity",
      });
      await run();
      expect(await lists()).toMatchObject([
        {
          title: "Sale",
          customerGroupIds: ["cusgroup_1"],
          type: "OVERRIDE",
          status: "ACTIVE",
          startsAt: new Date("2024-01-01T00:00:00.123Z"),
        },
        { title: "All", customerGroupIds: [], type: "SALE", status: "DRAFT", startsAt: null, endsAt: null },
      ]);
      expect((await run()).counts["price lists"]).toMatchObject({ unchanged: 2 });
    });

    it.each([
      ["starts never", { starts_at: "infinity" }, "OUT_OF_RANGE startsAt"],
      ["has always ended", { ends_at: "-infinity" }, "OUT_OF_RANGE endsAt"],
      ["ends before it starts", { starts_at: "2024-02-02Z", ends_at: "2024-01-01Z" }, "OUT_OF_RANGE startsAt"],
      ["has no title", { title: " " }, "BLANK title"],
    ])("that %s is refused", async (_title, values, problem) => {
      await givenPriceList(medusa, version, { id: "plist_1", ...values });
      await givenPrice(medusa, version, { price_list_id: "plist_1" });
      const { reasons } = await run();
      expect(reasons).toContain(`price lists, refused: ${problem} (1)`);
      expect(reasons).toContain(`prices, refused: price list refused: ${problem} (1)`);
    });

    it("of unknown or refused groups is refused; of deleted groups it applies to nobody", async () => {
      await givenGroup(medusa, version, { id: "cusgroup_1", name: "VIP" });
      await givenGroup(medusa, version, { id: "cusgroup_2", name: "x".repeat(256) });
      await givenGroup(medusa, version, { id: "cusgroup_3", name: "Old", deleted_at: "2023-06-01Z" });
      const groups = {
        plist_1: ["cusgroup_9"],
        plist_2: ["cusgroup_2"],
        plist_3: ["cusgroup_3"],
        plist_4: ["cusgroup_1", "cusgroup_2", "cusgroup_9"],
      };
      for (const [id, each] of Object.entries(groups)) await givenPriceList(medusa, version, { id, groups: each });
      expect((await run()).reasons).toContain("price lists, refused: NOT_FOUND groups (2)");
      expect(await lists()).toMatchObject([
        { id: "plist_3", customerGroupIds: ["cusgroup_3"] },
        { id: "plist_4", customerGroupIds: ["cusgroup_1"] },
      ]);
    });

    it("is refused if its group got members of a group with the same name that it does not name", async () => {
      for (const [id, name] of [
        ["cusgroup_1", "VIP"],
        ["cusgroup_2", "vip"],
      ])
        await givenGroup(medusa, version, { id, name });
      for (const id of ["cus_1", "cus_2"]) await givenCustomer(medusa, version, { id, email: `${id}@example.com` });
      await givenMember(medusa, version, "cusgroup_1", "cus_1");
      await givenMember(medusa, version, "cusgroup_2", "cus_1");
      await givenPriceList(medusa, version, { id: "plist_1", groups: ["cusgroup_1"] });
      await givenPriceList(medusa, version, { id: "plist_2", groups: ["cusgroup_1", "cusgroup_2"] });
      await run();
      expect(await lists()).toMatchObject([{ id: "plist_1", status: "ACTIVE" }, { id: "plist_2" }]);
      // Now the refused group has a member that the other one has not.
      await givenMember(medusa, version, "cusgroup_2", "cus_2");
      const { reasons } = await run();
      expect(reasons).toContain("price lists, refused: NAME_TAKEN groups (1)");
      expect(reasons).toContain("price lists, note: set to DRAFT here: the list was refused (1)");
      expect(await lists()).toMatchObject([
        { id: "plist_1", status: "DRAFT" },
        { id: "plist_2", status: "ACTIVE", customerGroupIds: ["cusgroup_1"] },
      ]);
    });

    it("8. that is deleted comes in as deleted; one that is gone is deleted here", async () => {
      await givenPriceList(medusa, version, { id: "plist_1", deleted_at: "2023-06-01Z" });
      await givenPriceList(medusa, version, { id: "plist_2" });
      await run();
      await medusa.query("DELETE FROM price_list WHERE id = 'plist_2'");
      expect((await run()).counts["price lists"]).toMatchObject({ deleted: 1 });
      expect(await lists()).toMatchObject([{ deletedAt: new Date("2023-06-01Z") }, { deletedAt: expect.any(Date) }]);
    });
  });

  describe("7. and 10. prices", () => {
    const prices = () => db().priceListPrice.findMany({ orderBy: { position: "asc" } });
    beforeEach(() => givenPriceList(medusa, version, { id: "plist_1" }));

    it.each([
      ["eur", inUnits("1350", "13.5"), "13.50"],
      ["JPY", inUnits("1350", "1350.000"), "1350"],
      ["kwd", inUnits("1350", "1.35e0"), "1.350"],
      ["eur", "0", "0.00"],
      ["rsd", inUnits("1350", "13.5"), "13.50"],
    ])("in %s: %s is %s", async (currency_code, amount, expected) => {
      await givenPrice(medusa, version, {
        price_list_id: "plist_1",
        currency_code,
        amount,
        min_quantity: 1,
        max_quantity: 9,
      });
      await run();
      expect(await prices()).toMatchObject([
        {
          variantId: "variant_1",
          currencyCode: currency_code.toUpperCase(),
          amount: expected,
          minQuantity: 1,
          maxQuantity: 9,
        },
      ]);
      expect((await run()).counts).toMatchObject({ "price lists": { unchanged: 1 }, prices: { unchanged: 1 } });
    });

    it.each([
      ["an unknown currency", { currency_code: "xxy" }, "INVALID_CURRENCY currencyCode"],
      ["a withdrawn currency", { currency_code: "dem" }, "INVALID_CURRENCY currencyCode"],
      ["an amount below 0", { amount: "-1" }, "INVALID_AMOUNT amount"],
      ["a quantity of 0", { min_quantity: 0 }, "OUT_OF_RANGE minQuantity"],
      ["quantities in the wrong order", { min_quantity: 5, max_quantity: 4 }, "OUT_OF_RANGE maxQuantity"],
      [
        "the quantities of an older price",
        { min_quantity: 5, created_at: "2025-01-01Z" },
        "CONFLICTING_INPUT minQuantity",
      ],
    ])("with %s refuse only themselves", async (_title, values, problem) => {
      await givenPrice(medusa, version, { price_list_id: "plist_1", min_quantity: 1, max_quantity: 9 });
      await givenPrice(medusa, version, { price_list_id: "plist_1", ...values });
      const { counts, reasons } = await run();
      expect(reasons).toContain(`prices, refused: ${problem} (1)`);
      expect(counts).toMatchObject({ "price lists": { created: 1 }, prices: { read: 2, created: 1, refused: 1 } });
      expect(await prices()).toHaveLength(1);
    });

    it("without a variant, for a region, or deleted are left out", async () => {
      await givenPrice(medusa, version, { price_list_id: "plist_1", variant: null });
      const id = nextId("price");
      await givenPrice(medusa, version, {
        price_list_id: "plist_1",
        id,
        ...(version === 1 ? { region_id: "reg_1" } : {}),
      });
      if (version === 2)
        await medusa.insert("price_rule", { id: "prrule_1", price_id: id, attribute: "region_id", value: "reg_1" });
      await givenPrice(medusa, version, { price_list_id: "plist_1", deleted_at: "2024-01-01Z" });
      const { counts, reasons } = await run();
      expect(counts.prices).toMatchObject({ read: 3, leftOut: 3 });
      expect(reasons).toEqual(
        expect.arrayContaining([
          "prices, left out: without a variant (1)",
          "prices, left out: for a region or with other conditions (1)",
          "prices, left out: deleted in Medusa (1)",
        ]),
      );
      expect(await prices()).toEqual([]);
    });
  });

  describe("regions", () => {
    it("come in with their countries", async () => {
      await medusa.insert("region", { id: "reg_1", name: "Europe", currency_code: "eur" });
      await medusa.insert("region", { id: "reg_2", name: "Rest", currency_code: "usd" });
      const table = version === 1 ? "country" : "region_country";
      await medusa.query(`UPDATE ${table} SET region_id = 'reg_1' WHERE iso_2 IN ('de', 'fr')`);
      await run();
      const regions = () => db().region.findMany({ orderBy: { id: "asc" } });
      expect(await regions()).toMatchObject([
        { name: "Europe", currencyCode: "EUR", countryCodes: ["de", "fr"] },
        { name: "Rest", currencyCode: "USD", countryCodes: [] },
      ]);
      await medusa.query(`UPDATE ${table} SET region_id = 'reg_2' WHERE iso_2 = 'fr'`);
      await medusa.query(`UPDATE ${table} SET region_id = 'reg_1' WHERE iso_2 = 'it'`);
      expect((await run()).counts.regions).toMatchObject({ updated: 2 });
      expect(await regions()).toMatchObject([{ countryCodes: ["de", "it"] }, { countryCodes: ["fr"] }]);
      expect((await run()).counts.regions).toMatchObject({ updated: 0, unchanged: 2 });
    });
  });
});

describe("the import from Medusa 2: price lists and orders", () => {
  const server = useTestServer();
  const medusa = useMedusaDatabase();
  const db = () => server.testDatabase.database.prisma;
  const run = (options = {}) => runImport(server.testDatabase, medusa, options);
  beforeEach(() => medusa.emptyTables(2));

  it("4. knows the rule for groups of 2.0, and ignores deleted rules", async () => {
    await givenGroup(medusa, 2, { id: "cusgroup_1", name: "VIP" });
    await givenPriceList(medusa, 2, { id: "plist_1", rules_count: 1 });
    await givenRule(medusa, { price_list_id: "plist_1", attribute: "customer_group_id", value: ["cusgroup_1"] });
    await givenRule(medusa, {
      price_list_id: "plist_1",
      attribute: "region_id",
      value: ["reg_1"],
      deleted_at: "2024-01-01Z",
    });
    await run();
    expect(await db().priceList.findMany()).toMatchObject([{ customerGroupIds: ["cusgroup_1"] }]);
  });

  it.each([
    ["a rule for regions only", [{ attribute: "region_id", value: ["reg_1"] }], "UNSUPPORTED rules"],
    [
      "rules for groups and regions",
      [{ value: ["cusgroup_1"] }, { attribute: "region_id", value: ["reg_1"] }],
      "UNSUPPORTED rules",
    ],
    ["two rules for groups", [{ value: ["cusgroup_1"] }, { value: ["cusgroup_1"] }], "UNSUPPORTED rules"],
    ["a rule without groups", [{ value: [] }], "NOT_FOUND groups"],
    ["a rule without a value", [{ value: null }], "NOT_FOUND groups"],
    ["a rule with an object", [{ value: { a: 1 } }], "NOT_FOUND groups"],
    ["a rule that is gone", [], "UNSUPPORTED rules"],
  ])("4. never opens a list with %s", async (_title, rules, problem) => {
    await givenGroup(medusa, 2, { id: "cusgroup_1", name: "VIP" });
    await givenPriceList(medusa, 2, { id: "plist_1", rules_count: Math.max(1, rules.length) });
    for (const rule of rules) await givenRule(medusa, { price_list_id: "plist_1", ...rule });
    expect((await run()).reasons).toContain(`price lists, refused: ${problem} (1)`);
    expect(await db().priceList.count()).toBe(0);
  });

  it("4. makes a list a draft that gets such a rule after an import", async () => {
    await givenPriceList(medusa, 2, { id: "plist_1" });
    await run();
    await givenRule(medusa, { price_list_id: "plist_1", attribute: "region_id", value: ["reg_1"] });
    await run();
    expect(await db().priceList.findMany()).toMatchObject([{ status: "DRAFT", version: 2 }]);
    await medusa.query("DELETE FROM price_list_rule");
    await run();
    expect(await db().priceList.findMany()).toMatchObject([{ status: "ACTIVE", version: 3 }]);
  });

  it("7. refuses a price that is not exact, and 10. leaves out a fractional quantity", async () => {
    await givenPriceList(medusa, 2, { id: "plist_1" });
    await givenPrice(medusa, 2, { price_list_id: "plist_1", amount: "92.2765" });
    await givenPrice(medusa, 2, { price_list_id: "plist_1", amount: "92.27", min_quantity: "1.5" });
    await givenPrice(medusa, 2, { price_list_id: "plist_1", amount: "92.27000", min_quantity: "2.0" });
    const { reasons } = await run();
    expect(reasons).toContain("prices, refused: INVALID_AMOUNT amount (1)");
    expect(reasons).toContain("prices, left out: with a fractional or too large quantity (1)");
    expect(await db().priceListPrice.findMany()).toMatchObject([{ amount: "92.27", minQuantity: 2 }]);
  });

  it.each([
    ["92.2765", "eur", "92.28"],
    ["92.275", "eur", "92.28"],
    ["92.2749999999999999999", "eur", "92.27"],
    ["-92.275", "eur", "-92.28"],
    ["-0.001", "eur", "0.00"],
    ["1234567890123456.789", "usd", "1234567890123456.79"],
    ["0.5", "jpy", "1"],
    ["1.2e3", "huf", "1200.00"],
    ["7", "dem", "7.00"],
  ])("7. rounds the total %s %s half up to %s", async (value, currency_code, total) => {
    await givenOrder(medusa, 2, { id: "order_1", customer_id: null, currency_code });
    await medusa.query("DELETE FROM order_summary");
    await givenSummary(medusa, { order_id: "order_1", totals: totalsOf(value) });
    await run();
    expect(await db().order.findMany()).toMatchObject([{ total, currencyCode: currency_code.toUpperCase() }]);
    expect((await run()).counts.orders).toMatchObject({ unchanged: 1 });
  });

  it("7. takes the live summary of the version of the order, and refuses an order without one", async () => {
    await givenOrder(medusa, 2, { id: "order_1", customer_id: null, version: 2 });
    await givenSummary(medusa, { order_id: "order_1", version: 2, totals: totalsOf("20") });
    await givenSummary(medusa, { order_id: "order_1", version: 2, totals: totalsOf("30"), deleted_at: "2024-01-01Z" });
    await givenOrder(medusa, 2, { id: "order_2", customer_id: null, version: 3 });
    expect((await run()).reasons).toContain("orders, refused: REQUIRED total (1)");
    expect(await db().order.findMany()).toMatchObject([{ id: "order_1", total: "20.00" }]);
  });

  it("7. reads the total as a JSON number if there is no exact text", async () => {
    await givenOrder(medusa, 2, { id: "order_1", customer_id: null });
    await medusa.query("UPDATE order_summary SET totals = '{\"current_order_total\": 12345678901234567.895}'");
    await run();
    expect(await db().order.findMany()).toMatchObject([{ total: "12345678901234567.90" }]);
  });

  it("8. leaves out drafts and deleted orders, and prefers the custom display id", async () => {
    await givenOrder(medusa, 2, {
      id: "order_1",
      customer_id: null,
      display_id: 7,
      custom_display_id: "A-7",
      status: "completed",
    });
    await givenOrder(medusa, 2, { id: "order_2", customer_id: null, display_id: 8, status: "requires_action" });
    await givenOrder(medusa, 2, { id: "order_3", customer_id: null, status: "draft", is_draft_order: true });
    await givenOrder(medusa, 2, { id: "order_4", customer_id: null, deleted_at: "2024-01-01Z" });
    const { counts } = await run();
    expect(counts.orders).toMatchObject({ read: 4, created: 2, leftOut: 2 });
    expect(await db().order.findMany({ orderBy: { id: "asc" } })).toMatchObject([
      { displayId: "A-7", status: "COMPLETED", placedAt: new Date("2023-05-01T10:00:00.123Z") },
      { displayId: "8", status: "REQUIRES_ACTION" },
    ]);
  });
});

describe("the import from Medusa 1: totals of orders", () => {
  const server = useTestServer();
  const medusa = useMedusaDatabase();
  const db = () => server.testDatabase.database.prisma;
  beforeEach(async () => {
    await medusa.emptyTables(1);
    await givenCustomer(medusa, 1, { id: "cus_1" });
    await medusa.insert("order", {
      id: "order_1",
      customer_id: "cus_1",
      email: "ana@example.com",
      currency_code: "eur",
    });
  });

  async function totalOf() {
    const summary = await runImport(server.testDatabase, medusa);
    return { total: (await db().order.findFirst())?.total, warnings: summary.warnings };
  }

  it("7. are items, shipping and taxes, less discounts and gift cards", async () => {
    const item = await givenItem(medusa, "order_1", { unit_price: 1999, quantity: 3 });
    await givenItem(medusa, "order_1", { unit_price: 500 });
    await medusa.insert("line_item_adjustment", { id: "adj_1", item_id: item, amount: "100.5" });
    await medusa.insert("line_item_adjustment", { id: "adj_2", item_id: item, amount: "99.5" });
    // 5997 - 200 = 5797: 19 % is 1101.43, 7.7 % is 446.369.
    await medusa.insert(
      "line_item_tax_line",
      { id: "tl_1", item_id: item, rate: 19 },
      { id: "tl_2", item_id: item, rate: 7.7 },
    );
    await medusa.insert("shipping_method", { id: "sm_1", order_id: "order_1", price: 495 });
    // 94.05
    await medusa.insert("shipping_method_tax_line", { id: "smtl_1", shipping_method_id: "sm_1", rate: 19 });
    // 250, of which 19 % is 47.5.
    await medusa.insert("gift_card_transaction", {
      id: "gct_1",
      order_id: "order_1",
      amount: 250,
      is_taxable: true,
      tax_rate: 19,
    });
    await medusa.insert("gift_card_transaction", { id: "gct_2", order_id: "order_1", amount: 100 });
    const cents = 5797 + 500 + 1101 + 446 + 495 + 94 - 250 - 48 - 100;
    expect((await totalOf()).total).toBe((cents / 100).toFixed(2));
  });

  it("7. of old orders use the tax rate of the order", async () => {
    await medusa.query('UPDATE "order" SET tax_rate = 19');
    await givenItem(medusa, "order_1", { unit_price: 1999 });
    await medusa.insert("shipping_method", { id: "sm_1", order_id: "order_1", price: 495 });
    expect((await totalOf()).total).toBe(((1999 + 380 + 495 + 94) / 100).toFixed(2));
  });

  it("7. without items are 0", async () => {
    expect((await totalOf()).total).toBe("0.00");
  });

  it.each([
    ["jpy", "1999", false],
    ["rsd", "19.99", true],
    ["iqd", "1.999", true],
    ["isk", "1999", true],
    ["kwd", "1.999", false],
  ])("7. in %s are %s, with a warning where Medusa has other decimals: %s", async (code, total, warns) => {
    await medusa.query('UPDATE "order" SET currency_code = $1', [code]);
    await givenItem(medusa, "order_1", { unit_price: 1999 });
    const result = await totalOf();
    expect(result.total).toBe(total);
    expect(result.warnings).toEqual(warns ? [expect.stringContaining(code.toUpperCase())] : []);
  });

  it("8. count the open drafts as left out", async () => {
    await medusa.insert("draft_order", { id: "dorder_1" }, { id: "dorder_2", order_id: "order_1" });
    const { counts } = await runImport(server.testDatabase, medusa);
    expect(counts.orders).toMatchObject({ read: 2, created: 1, leftOut: 1 });
  });
});
