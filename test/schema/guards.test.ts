import {
  buildSchema,
  type GraphQLType,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  visit,
} from "graphql";
import { accessOf } from "../../src/access/auth/access.js";
import { printSchema } from "../../src/graphql/schema/print-schema.js";
import { createSchema } from "../../src/schema.js";
import { typesOf } from "./elements.js";
import { kindOf, readScopes, unguarded } from "./guards.js";

const schema = createSchema();

/** Every field and input field of the schema, with its coordinate. */
const fields = typesOf(schema).flatMap((type) =>
  isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
    ? Object.values(type.getFields()).map((field) => ({ coordinate: `${type.name}.${field.name}`, field }))
    : [],
);
const args = typesOf(schema).flatMap((type) =>
  isObjectType(type) || isInterfaceType(type)
    ? Object.values(type.getFields()).flatMap((field) =>
        field.args.map((arg) => ({ coordinate: `${type.name}.${field.name}(${arg.name}:)`, field: arg })),
      )
    : [],
);

describe("the required access", () => {
  it("is declared by all fields and arguments that return or reveal objects", () => {
    expect(unguarded(schema)).toEqual([]);
  });

  it("includes the scope to read the type of objects that a field returns", () => {
    const lacking = fields.flatMap(({ coordinate, field }) => {
      const type: GraphQLType = field.type;
      const kind = kindOf(getNamedType(type));
      const access = accessOf(field);
      const isOfViewer = coordinate.startsWith("Viewer.");
      if (kind === undefined || kind === "Node" || access === undefined || isOfViewer) return [];
      const missing = readScopes(kind).filter((scope) => !access.scopes.includes(scope));
      return missing.map((scope) => `${coordinate} leads to ${kind} without ${scope}`);
    });
    expect(lacking).toEqual([]);
  });

  it("is the same on an interface as on the types that implement it", () => {
    const different = typesOf(schema)
      .filter(isObjectType)
      .flatMap((type) =>
        type.getInterfaces().flatMap((parent) =>
          Object.values(parent.getFields())
            .filter(({ name }) => accessOf(type.getFields()[name] ?? { extensions: {} }) !== undefined)
            .map(({ name }) => `${type.name}.${name}`),
        ),
      );
    expect(different).toEqual([]);
  });

  it("is printed in the schema as declared", () => {
    const declared = [...fields, ...args].flatMap(({ coordinate, field }) => {
      const access = accessOf(field);
      if (access === undefined) return [];
      if (access.loginType !== undefined) return [`${coordinate} @open`];
      return [`${coordinate} @needs ${access.scopes.join(" ")}${access.orSelf ? " orSelf" : ""}`];
    });
    expect(declared.length).toBeGreaterThan(40);
    expect(printedAccess().sort()).toEqual(declared.sort());
  });

  it("is in the description, with every scope", () => {
    const described = [...fields, ...args].flatMap(({ coordinate, field }) => {
      const access = accessOf(field);
      const [, required = ""] = /Requires (.*)$/.exec(field.description ?? "") ?? [];
      if (access === undefined && required === "") return [];
      const words = [...required.matchAll(/`([A-Z_]+)`/g)].map(([, scope]) => scope);
      return [{ coordinate, required, words, access }];
    });
    expect(described.length).toBeGreaterThan(40);
    for (const { required, words, access } of described) {
      expect(words).toEqual(access?.scopes);
      expect(required.includes("own record")).toBe(words.length > 0 && access?.orSelf === true);
      expect(required.includes("no authentication")).toBe(access?.loginType !== undefined);
    }
  });
});

/** The directives of each field in the printed schema. */
function printedAccess(): string[] {
  const printed: string[] = [];
  let typeName = "";
  let fieldName: string | undefined;
  const enter = ({ name }: { name: { value: string } }) => {
    typeName = name.value;
  };
  const read = (node: {
    name: { value: string };
    directives?: readonly {
      name: { value: string };
      arguments?: readonly { name: { value: string }; value: object }[];
    }[];
  }) => {
    const name = node.name.value;
    const coordinate = fieldName === undefined ? `${typeName}.${name}` : `${typeName}.${fieldName}(${name}:)`;
    for (const directive of node.directives ?? []) {
      if (directive.name.value === "open") printed.push(`${coordinate} @open`);
      if (directive.name.value !== "needs") continue;
      const values = new Map(directive.arguments?.map(({ name, value }) => [name.value, value]));
      const scopes = (values.get("scopes") as { values: { value: string }[] }).values.map(({ value }) => value);
      const orSelf = (values.get("orSelf") as { value: boolean } | undefined)?.value ? " orSelf" : "";
      printed.push(`${coordinate} @needs ${scopes.join(" ")}${orSelf}`);
    }
  };
  visit(parse(printSchema(schema)), {
    ObjectTypeDefinition: enter,
    InterfaceTypeDefinition: enter,
    InputObjectTypeDefinition: enter,
    FieldDefinition: {
      enter: (field) => {
        read(field);
        fieldName = field.name.value;
      },
      leave: () => {
        fieldName = undefined;
      },
    },
    InputValueDefinition: read,
  });
  return printed;
}

describe("the search for unguarded fields", () => {
  it("finds every kind of missing guard", () => {
    const holes = buildSchema(`
      interface Node { id: ID! }
      type Query { customers(where: CustomerFilter): CustomerConnection! }
      type Mutation { customerCreate(input: CustomerInput!): CustomerPayload! }
      type Subscription { changes: Boolean }
      union Found = Customer | Gift
      type Customer implements Node { id: ID! groups: CustomerGroupConnection! self: Customer found: Found }
      type CustomerGroup implements Node { id: ID! }
      type Gift implements Node { id: ID! }
      type CustomerConnection { nodes: [Customer!]! }
      type CustomerGroupConnection { nodes: [CustomerGroup!]! }
      type CustomerPayload { customer: Customer }
      type Viewer { customer: Customer name: String }
      input CustomerInput { groupIds: [ID!] name: String }
      input CustomerFilter { groups: CustomerGroupRelationFilter name: String }
      input CustomerGroupRelationFilter { some: CustomerGroupFilter }
      input CustomerGroupFilter { name: String }
    `);
    expect(unguarded(holes)).toEqual([
      "Customer.found leads to Found without @needs",
      "Customer.groups leads to CustomerGroupConnection without @needs",
      "Customer.self leads to Customer without @needs",
      "CustomerFilter.groups filters by CustomerGroup without @needs",
      "CustomerInput.groupIds names ids without @needs",
      "CustomerPayload.customer shows Customer to whoever may customerCreate, without @needs",
      "Gift has no rule in accessOfNode",
      "Mutation.customerCreate is a root field without @needs or @open",
      "Query.customers is a root field without @needs or @open",
      "Query.customers(where:) filters Customer without its scopes",
      "Subscription.changes is a root field without @needs or @open",
      "Viewer.customer leads to Customer without @needs",
    ]);
  });
});
