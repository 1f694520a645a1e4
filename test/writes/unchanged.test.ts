import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNullableType,
  isInputObjectType,
  isNonNullType,
  print,
} from "graphql";
import { givenAddress, rome } from "../address/address.steps.js";
import { givenCustomer } from "../customer/customer.steps.js";
import { givenGroup } from "../customer-group/customer-group.steps.js";
import { givenOrder, orderInput } from "../order/order.steps.js";
import { givenPriceList, price } from "../price-list/price-list.steps.js";
import { givenRegion } from "../region/region.steps.js";
import { allRows } from "../support/rows.js";
import { type TestServer, useTestServer } from "../support/server.js";
import { givenUser } from "../user/user.steps.js";
import { call, mutations, type Variables } from "./schema-calls.js";

interface Update {
  readonly mutation: string;
  /** Creates an object with a value in every field, and returns the arguments of an update with the same values. */
  readonly given: (server: TestServer) => Promise<Variables>;
}

const names = { firstName: "Ada", lastName: "Luna" };
const metadata = { tier: 1, erp: { id: "7" } };
const externalIds = [
  { system: "shop", value: "7" },
  { system: "erp", value: "4711" },
];

const updates: readonly Update[] = [
  {
    mutation: "customerUpdate",
    given: async (server) => {
      const groupIds = [(await givenGroup(server)).id, (await givenGroup(server, "Retail")).id];
      const input = {
        ...names,
        email: "Ada@example.com",
        companyName: "Luna Ltd",
        phone: "+39 06",
        metadata,
        groupIds,
        externalIds,
      };
      return { id: (await givenCustomer(server, input)).id, input };
    },
  },
  {
    mutation: "customerAddressUpdate",
    given: async (server) => {
      const { id: customerId } = await givenCustomer(server);
      const texts = { ...rome, ...names, addressName: "Home", company: "Luna Ltd", address2: "Interno 2", phone: "1" };
      const input = { ...texts, province: "RM", isDefaultShipping: true, isDefaultBilling: true, metadata };
      return { customerId, id: (await givenAddress(server, customerId, input)).id, input };
    },
  },
  {
    mutation: "customerGroupUpdate",
    given: async (server) => {
      const { id } = await givenGroup(server);
      const input = { name: "Wholesalers", metadata, externalIds };
      await call(server, "customerGroupUpdate", { id, input });
      return { id, input };
    },
  },
  {
    mutation: "priceListUpdate",
    given: async (server) => {
      const customerGroupIds = [(await givenGroup(server)).id, (await givenGroup(server, "Retail")).id];
      const dates = { startsAt: "2026-01-01T00:00:00.000Z", endsAt: "2026-02-01T00:00:00.000Z" };
      const prices = [
        { ...price, minQuantity: 1, maxQuantity: 9 },
        { ...price, currencyCode: "jpy", amount: "1000.0" },
      ];
      const texts = { title: "Summer sale", description: "Two\nlines", type: "SALE", status: "ACTIVE" } as const;
      const input = { ...texts, ...dates, metadata, prices, customerGroupIds };
      return { id: (await givenPriceList(server, input)).id, input };
    },
  },
  {
    mutation: "regionUpdate",
    given: async (server) => {
      const input = { name: "Europe", currencyCode: "eur", countryCodes: ["IT", "de"], metadata };
      return { id: (await givenRegion(server, input)).id, input };
    },
  },
  {
    mutation: "userUpdate",
    given: async (server) => {
      const input = {
        ...names,
        email: "Grace@example.com",
        scopes: ["CUSTOMERS_WRITE" as const, "CUSTOMERS_READ" as const],
      };
      return { id: (await givenUser(server, input)).id, input };
    },
  },
  {
    mutation: "ordersRecord",
    given: async (server) => {
      const { id: customerId } = await givenCustomer(server);
      // customerExternalId is an alternative to customerId.
      const customer = { customerId, customerExternalId: null };
      const order = orderInput({ ...customer, displayId: "#7", email: "Ada@example.com", metadata, total: "10" });
      await givenOrder(server, order);
      return { orders: [order] };
    },
  },
];

/** Fields without a value that a client could read and send again. */
const secrets = ["password"];

describe.each(updates)("$mutation", ({ mutation, given }) => {
  const server = useTestServer();
  const everything = async () => ({
    ...(await allRows(server)),
    changes: await server.testDatabase.database.prisma.change.count(),
  });
  const inputOf = (variables: Variables) => [variables.input ?? variables.orders].flat()[0] as Variables;
  const optional = ({ type }: GraphQLArgument | GraphQLInputField) => !isNonNullType(type);

  it("is tested with every field of its input", async () => {
    const fields = inputType().getFields();
    expect(Object.keys(inputOf(await given(server))).sort()).toEqual(
      Object.keys(fields)
        .filter((name) => !secrets.includes(name))
        .sort(),
    );
  });

  it("succeeds with the stored values and changes nothing, not even the version", async () => {
    const variables = await given(server);
    const before = await everything();
    expect((await call(server, mutation, variables)).userErrors).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it("does not change fields whose variable is not given", async () => {
    const variables = await given(server);
    const fields = Object.values(inputType().getFields()).filter(optional);
    const document = withVariables(variables, fields);
    const before = await everything();
    // Often enough to use every way of execution.
    for (let time = 0; time < 6; time += 1) {
      const { data, errors } = await server.ask(document, {});
      expect(errors).toBeUndefined();
      expect(data).toEqual({ [mutation]: { userErrors: [] } });
    }
    expect(await everything()).toEqual(before);
  });

  function inputType(): GraphQLInputObjectType {
    const type = mutations[mutation]?.args
      .map((arg) => getNullableType(arg.type))
      .map((type) => ("ofType" in type ? getNullableType(type.ofType) : type))
      .find(isInputObjectType);
    if (type === undefined) throw new Error(`${mutation} has no input.`);
    return type;
  }

  /** The call with literals for required values, and a variable for each optional field and argument. */
  function withVariables(variables: Variables, fields: readonly GraphQLInputField[]): string {
    const args = mutations[mutation]?.args ?? [];
    const leftOut = [...fields, ...args.filter(optional)].map(({ name, type }) => `$${name}: ${type}`);
    const inputs = [
      ...Object.values(inputType().getFields())
        .filter((field) => !optional(field))
        .map(({ name, type }) => `${name}: ${literal(inputOf(variables)[name], type)}`),
      ...fields.map(({ name }) => `${name}: $${name}`),
    ].join();
    const values = args.map(({ name, type }) => {
      if (name === "input" || name === "orders") return `${name}: { ${inputs} }`;
      return `${name}: ${isNonNullType(type) ? literal(variables[name], type) : `$${name}`}`;
    });
    return `mutation (${leftOut.join()}) { ${mutation}(${values.join()}) { userErrors { code path } } }`;
  }

  function literal(value: unknown, type: GraphQLInputField["type"]): string {
    const ast = astFromValue(value, type);
    if (!ast) throw new Error(`${mutation} needs a value of ${type}.`);
    return print(ast);
  }
});
