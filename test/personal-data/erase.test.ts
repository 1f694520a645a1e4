import { createAddress, setDefaultAddress, updateAddress } from "../address/address.operations.js";
import { givenAddress, rome } from "../address/address.steps.js";
import { givenCustomer, remove, restore, update } from "../customer/customer.steps.js";
import { givenGroup, membersOf } from "../customer-group/customer-group.steps.js";
import { addCustomers, removeCustomers, updateGroups } from "../customer-group/membership.operations.js";
import { changesPage } from "../history/history.operations.js";
import { inShort as changeInShort, changesOf } from "../history/history.steps.js";
import { logInCustomer } from "../login/login.operations.js";
import { givenCustomerSession } from "../login/login.steps.js";
import { givenOrder, orderInput, record } from "../order/order.steps.js";
import { allRows } from "../support/rows.js";
import { useTestServer } from "../support/server.js";
import { inShort } from "../support/user-errors.js";
import { givenUser, password } from "../user/user.steps.js";
import { dump, findInDump } from "./dump.js";
import { email, erase, givenPerson, givenSameEmail, personalTexts } from "./personal-data.steps.js";

describe("customerErase", () => {
  const server = useTestServer();
  const prisma = () => server.testDatabase.database.prisma;

  it("leaves none of the values in a dump of the database", async () => {
    const { id } = await givenPerson(server);
    await givenSameEmail(server);
    const found = (await findInDump(server, personalTexts)).map((text) => text.split(": ")[1]);
    expect(new Set(found)).toEqual(new Set(personalTexts));
    expect((await erase(server, id)).userErrors).toEqual([]);
    expect(await findInDump(server, personalTexts)).toEqual([]);
  });

  it("leaves the row with its dates, groups and orders", async () => {
    const { id, group, order } = await givenPerson(server);
    const before = await prisma().customer.findUniqueOrThrow({ where: { id } });
    const { customer } = await erase(server, id);
    expect(customer).toMatchObject({
      id,
      email: null,
      firstName: null,
      lastName: null,
      companyName: null,
      phone: null,
      metadata: null,
      hasAccount: false,
      emailVerifiedAt: null,
      createdBy: before.createdBy,
      createdAt: before.createdAt.toISOString(),
      deletedAt: null,
      version: before.version + 1,
      addresses: { nodes: [] },
      groups: { nodes: [{ id: group.id }] },
    });
    expect(customer?.erasedAt).toBe(customer?.updatedAt);
    expect(await membersOf(server, group.id)).toEqual([id]);
    const rows = await prisma().order.findMany({ orderBy: { id: "asc" } });
    expect(rows).toMatchObject([
      { id: "order_guest", email: null, metadata: null, customerId: null },
      { id: order.id, email: null, metadata: null, customerId: id, total: order.total },
    ]);
    const tables = await dump(server);
    for (const table of [
      "customer_address",
      "customer_password",
      "session",
      "link_token",
      "outgoing_mail",
      "customer_external_id",
    ]) {
      expect([table, tables.get(table)]).toEqual([table, []]);
    }
  });

  it("erases the live and deleted customers with the same email, and nobody else", async () => {
    const { id } = await givenPerson(server);
    const { guest, deleted } = await givenSameEmail(server);
    const other = await givenCustomer(server, { email: "eva@example.com", firstName: "Eva", addresses: [rome] });
    const order = await givenOrder(server, { id: "order_of_eva", customerId: other.id, email, metadata: { a: 1 } });
    const user = await givenUser(server, { email });
    const changes = await changesOf(server, () => erase(server, guest.id));
    const erased = [id, guest.id, deleted.id].sort();
    expect(changes.map(({ action, subjectId, fields }) => [action, subjectId, fields])).toEqual(
      erased.map((subjectId) => ["ERASED", subjectId, []]),
    );
    const rows = await prisma().customer.findMany({ where: { erasedAt: { not: null } }, orderBy: { id: "asc" } });
    expect(rows.map((row) => row.id)).toEqual(erased);
    expect(rows.filter((row) => row.deletedAt !== null).map((row) => row.id)).toEqual([deleted.id]);
    const after = await prisma().customer.findUniqueOrThrow({ where: { id: other.id }, include: { addresses: true } });
    expect(after).toMatchObject({
      email: "eva@example.com",
      firstName: "Eva",
      version: 1,
      addresses: [{ city: "Roma" }],
    });
    expect(await prisma().order.findUnique({ where: { id: order.id } })).toMatchObject({
      email: null,
      metadata: null,
      customerId: other.id,
    });
    expect(await prisma().staffUser.findUnique({ where: { id: user.id } })).toMatchObject({ email });
  });

  it("erases the customers without email one by one", async () => {
    const { id } = await givenCustomer(server, { firstName: "Zoefirst" });
    const other = await givenCustomer(server, { firstName: "Zoefirst" });
    await erase(server, id);
    const rows = await prisma().customer.findMany({ where: { firstName: "Zoefirst" } });
    expect(rows.map((row) => row.id)).toEqual([other.id]);
  });

  it("replaces the values in history with [erased], and records one change without values", async () => {
    const { id, group, address } = await givenPerson(server);
    await remove(server, id);
    await erase(server, id);
    const { changes } = await server.run(changesPage, { first: 250 });
    const ofPerson = changes.nodes.filter(({ subjectId }) => [id, address.id].includes(subjectId));
    expect(ofPerson.map(({ action }) => action)).toEqual([
      "CREATED",
      "MEMBER_ADDED",
      "UPDATED",
      "UPDATED",
      "CREATED",
      "DELETED",
      "DELETED",
      "ERASED",
    ]);
    const [created, joined, updated, ofErp, ofAddress, , deleted] = ofPerson.map(
      (change) => changeInShort(change).fields,
    );
    expect(created).toMatchObject({
      email: [null, "[erased]"],
      metadata: [null, "[erased]"],
      hasAccount: [null, false],
    });
    expect(joined).toEqual({ groupId: [null, group.id] });
    expect(updated).toEqual({
      email: ["[erased]", "[erased]"],
      hasAccount: [false, true],
      password: [null, null],
    });
    expect(ofErp).toEqual({ externalIds: [null, "[erased]"] });
    expect(ofAddress).toMatchObject({
      city: [null, "[erased]"],
      countryCode: [null, "[erased]"],
      customerId: [null, id],
    });
    expect(deleted).toEqual({ deletedAt: [null, expect.stringMatching(/^\d{4}-/)] });
  });

  it("erases the email in the history of a customer who had it before, and nothing else of them", async () => {
    const { id: other } = await givenCustomer(server, { email, firstName: "Eva" });
    await update(server, other, { email: "eva@example.com" });
    const { id } = await givenCustomer(server, { email });
    await erase(server, id);
    const { changes } = await server.run(changesPage, { first: 250, where: { subjectId: other } });
    expect(changes.nodes.map((change) => changeInShort(change).fields)).toMatchObject([
      { email: [null, "[erased]"], firstName: [null, "Eva"] },
      { email: ["[erased]", "eva@example.com"] },
    ]);
    expect(await findInDump(server, [email])).toEqual([]);
  });

  it("leaves nothing that search, filters and logins find", async () => {
    const { id } = await givenPerson(server);
    await erase(server, id);
    const query = `query ($text: String!, $email: String!) {
      byEmail: customerByEmail(email: $email) { id }
      ${["EXCLUDE", "INCLUDE", "ONLY"].map(
        (scope) => `${scope}: customers(search: $text, deleted: ${scope}) { totalCount }
          ${scope}_email: customers(where: {email: {eq: $email}}, deleted: ${scope}) { totalCount }`,
      )}
      addresses(search: $text) { totalCount }
      orders(where: {email: {eq: $email}}) { totalCount }
    }`;
    for (const text of personalTexts) {
      const { data } = await server.ask(query, { text, email });
      const { byEmail, ...counts } = data as unknown as { byEmail: unknown } & Record<string, { totalCount: number }>;
      expect(byEmail).toBeNull();
      for (const [name, { totalCount }] of Object.entries(counts))
        expect([text, name, totalCount]).toEqual([text, name, 0]);
    }
    const { customerLogin } = await server.as(null).run(logInCustomer, { email, password });
    expect(inShort(customerLogin.userErrors)).toEqual(["INVALID_CREDENTIALS at password"]);
  });

  it("ends the sessions of the customer", async () => {
    const { customer, token } = await givenCustomerSession(server, { email });
    await erase(server, customer.id);
    const { errors } = await server.as(token).ask("{ viewer { type } }");
    expect(errors?.[0]?.extensions).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("deletes the counts of failed logins of the email, and no others", async () => {
    const { id } = await givenPerson(server);
    await server.as(null).run(logInCustomer, { email: "eva@example.com", password });
    const count = () => prisma().failedLogin.count();
    // Two of each email, and one of the client.
    expect(await count()).toBe(5);
    await erase(server, id);
    expect(await count()).toBe(3);
  });

  it("succeeds again and changes nothing", async () => {
    const { id } = await givenPerson(server);
    const first = await erase(server, id);
    const before = [...(await dump(server))].filter(([table]) => table !== "api_key");
    expect(await erase(server, id)).toEqual(first);
    expect([...(await dump(server))].filter(([table]) => table !== "api_key")).toEqual(before);
  });

  it("returns NOT_FOUND for an unknown customer, and INVALID_ID for an id of another type", async () => {
    for (const id of ["cus_unknown", "cus_\0"]) {
      expect((await erase(server, id)).userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["id"], ids: [id] }]);
    }
    expect(inShort((await erase(server, "order_1")).userErrors)).toEqual(["INVALID_ID at id"]);
  });

  describe("afterwards", () => {
    it("each write but delete and restore finds no customer", async () => {
      const { id } = await givenCustomer(server, { email });
      const { id: addressId } = await givenAddress(server, id);
      const group = await givenGroup(server, "Wholesale", [id]);
      const joined = await givenGroup(server, "Retail");
      await erase(server, id);
      const before = await allRows(server);
      const customerId = id;
      const refused = [
        (await update(server, id, { firstName: "Eva" })).userErrors,
        (await update(server, id, { password })).userErrors,
        (await update(server, id, { groupIds: [] })).userErrors,
        (await server.run(createAddress, { customerId, input: rome })).customerAddressCreate.userErrors,
        (await server.run(updateGroups, { customerId, add: [joined.id] })).customerUpdateGroups.userErrors,
        (await server.run(addCustomers, { id: joined.id, customerIds: [id] })).customerGroupAddCustomers.userErrors,
      ];
      for (const userErrors of refused) expect(userErrors).toMatchObject([{ code: "NOT_FOUND", ids: [id] }]);
      const ofAddress = [
        (await server.run(updateAddress, { customerId, id: addressId, input: rome })).customerAddressUpdate.userErrors,
        (await server.run(setDefaultAddress, { customerId, id: addressId, roles: ["BILLING"] }))
          .customerAddressSetDefault.userErrors,
      ];
      const codes = ["NOT_FOUND at customerId", "NOT_FOUND at id"];
      for (const userErrors of ofAddress) expect(inShort(userErrors)).toEqual(codes);
      const { customerGroupRemoveCustomers } = await server.run(removeCustomers, { id: group.id, customerIds: [id] });
      expect(customerGroupRemoveCustomers).toMatchObject({ removed: 0, unchanged: 1, userErrors: [] });
      expect(await allRows(server)).toEqual(before);
    });

    it("the customer can be deleted and restored, without data", async () => {
      const { id } = await givenPerson(server);
      await erase(server, id);
      expect((await remove(server, id)).userErrors).toEqual([]);
      expect(await restore(server, id)).toMatchObject({
        customer: { id, email: null, deletedAt: null, addresses: { nodes: [] } },
        userErrors: [],
      });
      expect(await findInDump(server, personalTexts)).toEqual([]);
    });

    it("the email is free for a new customer", async () => {
      await erase(server, (await givenCustomer(server, { email, password })).id);
      expect(await givenCustomer(server, { email, password })).toMatchObject({ email, hasAccount: true });
    });

    it("orders of the customer are recorded without email and metadata", async () => {
      const { id } = await givenCustomer(server, { email });
      await givenOrder(server, { id: "order_known", customerId: id });
      await erase(server, id);
      const data = { email, metadata: { note: "quill-order-metadata" } };
      const calls = [
        orderInput({ id: "order_new", customerId: id, ...data }),
        orderInput({ id: "order_known", status: "COMPLETED", ...data }),
      ];
      const first = await record(server, ...calls);
      expect(first).toMatchObject({ created: 1, updated: 1, userErrors: [] });
      expect(first.orders).toMatchObject([
        { id: "order_new", email: null, metadata: null },
        { id: "order_known", status: "COMPLETED", email: null, metadata: null },
      ]);
      expect(await record(server, ...calls)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
      expect(await findInDump(server, [email, "quill-order-metadata"])).toEqual([]);
    });

    it("an order that is moved to the customer loses its email and metadata", async () => {
      const { id } = await givenCustomer(server, { firstName: "Zoe" });
      await erase(server, id);
      await givenOrder(server, { id: "order_1", email, metadata: { a: 1 } });
      const { orders } = await record(server, orderInput({ customerId: id }));
      expect(orders).toMatchObject([{ email: null, metadata: null, customer: { id } }]);
      expect(await findInDump(server, [email])).toEqual([]);
    });
  });
});
