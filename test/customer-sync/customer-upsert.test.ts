import { givenAddress, rome } from "../address/address.steps.js";
import { givenCustomer, givenRegisteredCustomer, longAgo, remove } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { allCustomers, countChanges, erp, errorsOf, upsert } from "./upsert.steps.js";

describe("customerUpsert", () => {
  const server = useTestServer();

  it("creates a customer by email, and finds it again in any case", async () => {
    const first = await upsert(server, { email: "Ada@Example.com" }, { firstName: "Ada" });
    expect(first).toMatchObject({
      outcome: "CREATED",
      customer: { email: "ada@example.com", firstName: "Ada", hasAccount: false, version: 1 },
    });
    const again = await upsert(server, { email: "ADA@example.com" }, { firstName: "Ada", lastName: "Luna" });
    expect(again).toMatchObject({ outcome: "UPDATED", customer: { id: first.customer?.id, version: 2 } });
  });

  it("creates a customer by external id, and finds it again", async () => {
    const first = await upsert(server, { externalId: erp("1") }, { firstName: "Ada" });
    expect(first).toMatchObject({ outcome: "CREATED", customer: { externalIds: [erp("1")] } });
    const again = await upsert(server, { externalId: erp("1") }, { email: "ada@example.com" });
    expect(again).toMatchObject({ outcome: "UPDATED", customer: { id: first.customer?.id, firstName: "Ada" } });
  });

  it("takes the registered customer before the guest with the same email", async () => {
    await givenCustomer(server, { email: "ada@example.com" });
    const registered = await givenRegisteredCustomer(server, "ada@example.com");
    const { customer } = await upsert(server, { email: "ada@example.com" }, { firstName: "Ada" });
    expect(customer).toMatchObject({ id: registered.id, hasAccount: true });
  });

  it("never creates a customer by id, nor with ifVersion", async () => {
    const gone = await givenCustomer(server);
    await remove(server, gone.id);
    expect(await errorsOf(server, { id: gone.id }, { firstName: "Eve" })).toEqual(["NOT_FOUND at by.id"]);
    expect(await errorsOf(server, { id: "cuaddr_1" }, {})).toEqual(["INVALID_ID at by.id"]);
    const options = { ifVersion: 1 };
    expect(await errorsOf(server, { email: "a@example.com" }, {}, options)).toEqual(["NOT_FOUND at by.email"]);
    expect(await errorsOf(server, { externalId: erp("1") }, { firstName: "A" }, options)).toEqual([
      "NOT_FOUND at by.externalId",
    ]);
    expect(await allCustomers(server)).toEqual([]);
  });

  it("returns VERSION_CONFLICT and writes nothing when the version is another one", async () => {
    const { id } = await givenCustomer(server);
    expect(await errorsOf(server, { id }, { firstName: "Eve" }, { ifVersion: 2 })).toEqual([
      "VERSION_CONFLICT at ifVersion",
    ]);
    const { outcome } = await upsert(server, { id }, { firstName: "Eve" }, { ifVersion: 1 });
    expect(outcome).toBe("UPDATED");
  });

  it("changes nothing when the customer matches the input: no version, no history", async () => {
    const group = await givenGroup(server);
    const input = {
      firstName: "Ada",
      metadata: { tier: 1, old: "" },
      addresses: [
        { city: "Roma", isDefaultShipping: true, metadata: { floor: 2 } },
        { city: "Roma" },
        { city: "Roma" },
      ],
      groupIds: [group.id],
      externalIds: [{ system: "shop", value: "x" }, erp("1")],
    };
    await upsert(server, { email: "ada@example.com" }, input);
    const before = await allCustomers(server);
    const changes = await countChanges(server);
    const again = await upsert(server, { email: "ada@example.com" }, { ...input, createdAt: longAgo.toISOString() });
    expect(again.outcome).toBe("UNCHANGED");
    expect(await allCustomers(server)).toEqual(before);
    expect(await countChanges(server)).toBe(changes);
  });

  it("uses createdAt for a new customer", async () => {
    const createdAt = longAgo.toISOString();
    const { customer } = await upsert(server, { email: "ada@example.com" }, { createdAt });
    expect(customer?.createdAt).toBe(createdAt);
    expect(customer?.updatedAt).not.toBe(createdAt);
  });

  it("merges metadata like an update", async () => {
    const by = { email: "ada@example.com" };
    await upsert(server, by, { metadata: { a: 1, b: { c: 1 }, d: 1 } });
    const { customer } = await upsert(server, by, { metadata: { a: "", b: { e: 2 }, f: null } });
    expect(customer?.metadata).toEqual({ b: { e: 2 }, d: 1, f: null });
    expect((await upsert(server, by, { metadata: null })).customer?.metadata).toBeNull();
  });

  it("registers a guest", async () => {
    const { id } = await givenCustomer(server, { email: "ada@example.com" });
    const { outcome, customer } = await upsert(server, { id }, { hasAccount: true });
    expect({ outcome, customer }).toMatchObject({ outcome: "UPDATED", customer: { hasAccount: true, version: 2 } });
    expect(await errorsOf(server, { id }, { hasAccount: false })).toEqual(["CONFLICTING_INPUT at input.hasAccount"]);
    expect(await errorsOf(server, { id }, { email: null, firstName: "Ada" })).toEqual(["REQUIRED at input.email"]);
  });

  it("returns EMAIL_TAKEN for a guest when a registered customer has the email, REQUIRED for one without email", async () => {
    const { id } = await givenCustomer(server, { email: "ada@example.com" });
    const registered = await givenRegisteredCustomer(server, "ada@example.com");
    const { userErrors } = await upsert(server, { id }, { hasAccount: true });
    expect(userErrors).toMatchObject([{ code: "EMAIL_TAKEN", path: ["input", "email"], existingId: registered.id }]);
    const nameless = await givenCustomer(server);
    expect(await errorsOf(server, { id: nameless.id }, { hasAccount: true })).toEqual(["REQUIRED at input.email"]);
  });

  it("returns CONFLICTING_INPUT for values that contradict by", async () => {
    expect(await errorsOf(server, { email: "a@example.com" }, { email: "b@example.com" })).toEqual([
      "CONFLICTING_INPUT at input.email",
    ]);
    expect(await errorsOf(server, { email: "a@example.com" }, { email: null })).toEqual([
      "CONFLICTING_INPUT at input.email",
    ]);
    expect(await errorsOf(server, { externalId: erp("1") }, { firstName: "A", externalIds: [erp("2")] })).toEqual([
      "CONFLICTING_INPUT at input.externalIds",
    ]);
    const { outcome } = await upsert(server, { email: "a@example.com" }, { email: "A@example.com" });
    expect(outcome).toBe("CREATED");
  });

  it("replaces the address book", async () => {
    const { id } = await givenCustomer(server);
    const kept = await givenAddress(server, id, { ...rome, isDefaultShipping: true });
    const gone = await givenAddress(server, id, { ...rome, city: "Milano" });
    const addresses = [
      { city: "Torino", isDefaultShipping: true },
      { id: kept.id, company: "Luna Ltd" },
    ];
    const { outcome, customer } = await upsert(server, { id }, { addresses });
    expect(outcome).toBe("UPDATED");
    expect(customer?.version).toBe(1);
    expect(customer?.addresses.nodes).toMatchObject([
      { id: kept.id, company: "Luna Ltd", city: "Roma", isDefaultShipping: false, version: 2 },
      { city: "Torino", isDefaultShipping: true, version: 1 },
    ]);
    expect(customer?.addresses.nodes.map((address) => address.id)).not.toContain(gone.id);
    const swapped = [
      { id: kept.id, isDefaultShipping: true },
      { city: "Torino", isDefaultBilling: true, isDefaultShipping: false },
    ];
    await upsert(server, { id }, { addresses: swapped });
    const back = [
      { id: kept.id, isDefaultBilling: true, isDefaultShipping: false },
      { city: "Torino", isDefaultShipping: true, isDefaultBilling: false },
    ];
    expect((await upsert(server, { id }, { addresses: back })).customer?.addresses.nodes).toMatchObject([
      { isDefaultShipping: false, isDefaultBilling: true },
      { isDefaultShipping: true, isDefaultBilling: false },
    ]);
    expect((await upsert(server, { id }, { addresses: null })).customer?.addresses.nodes).toEqual([]);
  });

  it("refuses bad address books", async () => {
    const { id } = await givenCustomer(server);
    const other = await givenCustomer(server);
    const foreign = await givenAddress(server, other.id);
    const own = await givenAddress(server, id);
    const errors = async (addresses: object[]) => errorsOf(server, { id }, { addresses });
    expect(await errors([{ id: foreign.id }])).toEqual(["NOT_FOUND at input.addresses.0.id"]);
    expect(await errors([{ id: "cus_1" }])).toEqual(["INVALID_ID at input.addresses.0.id"]);
    expect(await errors([{ id: "", city: "Roma" }])).toEqual(["NOT_FOUND at input.addresses.0.id"]);
    expect(await errors([{ id: own.id }, { id: own.id }])).toEqual(["CONFLICTING_INPUT at input.addresses.1.id"]);
    expect(await errors([{}])).toEqual(["BLANK at input.addresses.0"]);
    expect(await errors([{ countryCode: "xx" }])).toEqual(["INVALID_COUNTRY at input.addresses.0.countryCode"]);
    const two = [
      { city: "A", isDefaultBilling: true },
      { city: "B", isDefaultBilling: true },
    ];
    expect(await errors(two)).toEqual(["CONFLICTING_INPUT at input.addresses.1.isDefaultBilling"]);
  });

  it("replaces the groups", async () => {
    const [vip, retail] = [await givenGroup(server, "VIP"), await givenGroup(server, "Retail")];
    const by = { email: "ada@example.com" };
    await upsert(server, by, { groupIds: [vip.id, vip.id] });
    const { outcome, customer } = await upsert(server, by, { groupIds: [retail.id] });
    expect({ outcome, customer }).toMatchObject({
      outcome: "UPDATED",
      customer: { version: 2, groups: { nodes: [{ id: retail.id }] } },
    });
    expect(await errorsOf(server, by, { groupIds: [vip.id, "cusgroup_x"] })).toEqual(["NOT_FOUND at input.groupIds.1"]);
    expect((await upsert(server, by, { groupIds: null })).customer?.groups.nodes).toEqual([]);
  });

  it("writes nothing in a dry run, and tells conflicts with the database", async () => {
    const { id } = await givenCustomer(server, { email: "ada@example.com" });
    const changes = await countChanges(server);
    const options = { dryRun: true };
    const created = await upsert(server, { email: "eve@example.com" }, {}, options);
    expect(created).toEqual({ outcome: "CREATED", customer: null, userErrors: [] });
    const updated = await upsert(server, { id }, { firstName: "Ada" }, options);
    expect(updated).toMatchObject({ outcome: "UPDATED", customer: { id, firstName: null } });
    const taken = await upsert(server, { externalId: erp("1") }, { email: "ada@example.com" }, options);
    expect(inShort(taken.userErrors)).toEqual(["EMAIL_TAKEN at input.email"]);
    expect(await countChanges(server)).toBe(changes);
  });

  it("creates one customer of many concurrent calls", async () => {
    const calls = Array.from({ length: 8 }, (_, index) =>
      upsert(server, index % 2 ? { email: "ada@example.com" } : { email: "ADA@example.com" }, { firstName: "Ada" }),
    );
    const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "CREATED")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "UNCHANGED")).toHaveLength(7);
  });
});
