import { buildSchema, getOperationAST, isInputObjectType, parse } from "graphql";
import { requirementsOf } from "../../src/access/auth/requirements.js";

/** Three filters that contain each other in a cycle. Only the first one has a field with an access rule. */
function schemaWithCircle() {
  const schema = buildSchema(`
    type Query { customers(where: CustomerFilter): Int  orders(where: OrderFilter): Int  groups(where: GroupFilter): Int }
    input CustomerFilter { orders: OrderFilter  secret: String }
    input OrderFilter { group: GroupFilter  other: OrderFilter }
    input GroupFilter { customers: [CustomerFilter!] }
  `);
  const filter = schema.getType("CustomerFilter");
  if (!isInputObjectType(filter)) throw new Error("Expected an input type.");
  Object.assign(filter.getFields().secret?.extensions ?? {}, { access: { scopes: ["USERS_READ"], orSelf: false } });
  return schema;
}

const fields = { customers: "CustomerFilter", orders: "OrderFilter", groups: "GroupFilter" } as const;
const secret = {
  customers: { secret: "" },
  orders: { group: { customers: [{ secret: "" }] } },
  groups: { customers: [{ secret: "" }] },
};
type Name = keyof typeof fields;

it.each<[Name, Name, Name]>([
  ["customers", "orders", "groups"],
  ["orders", "groups", "customers"],
  ["groups", "customers", "orders"],
  ["groups", "orders", "customers"],
])("filters that contain each other have the same requirements in any order of use: %s, %s, %s", (...names) => {
  const schema = schemaWithCircle();
  for (const name of names) {
    const document = parse(`query ($where: ${fields[name]}) { ${name}(where: $where) }`);
    const operation = getOperationAST(document);
    if (!operation) throw new Error("Expected an operation.");
    // Complete requirements do not depend on variables and are not computed again.
    expect(requirementsOf(schema, document, operation, {})).toMatchObject({ requirements: [], isComplete: false });
    const { requirements } = requirementsOf(schema, document, operation, { where: secret[name] });
    expect(requirements.map(({ coordinate }) => coordinate)).toEqual(["CustomerFilter.secret"]);
  }
});
