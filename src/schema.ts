import "reflect-metadata";
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from "graphql";
import { GraphQLDateTime } from "graphql-scalars";
import { buildSchemaSync } from "type-graphql";
import { AddressResolver } from "./address/address.resolver.js";
import { CustomerAddressesResolver } from "./address/customer-addresses.resolver.js";
import { CountryResolver } from "./country/country.resolver.js";
import { CustomerResolver } from "./customer/customer.resolver.js";
import { CustomerGroupResolver } from "./customer-group/customer-group.resolver.js";
import { MembershipResolver } from "./customer-group/membership.resolver.js";
import { InputError, NotFoundError, TakenError, VersionConflictError } from "./errors/user-error.type.js";
import { NodeResolver } from "./node/node.resolver.js";

/** The schema of this server, made of the one list of its resolvers. */
export function createSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      AddressResolver,
      CountryResolver,
      CustomerAddressesResolver,
      CustomerGroupResolver,
      CustomerResolver,
      MembershipResolver,
      NodeResolver,
    ],
    orphanedTypes: [InputError, NotFoundError, TakenError, VersionConflictError],
    scalarsMap: [{ type: Date, scalar: GraphQLDateTime }],
    // Services check inputs together with what only the database knows, so that a form learns all at once.
    validate: false,
  });
  // TypeGraphQL makes the root types itself and has no place for their descriptions.
  describeType(schema, "Query", "Everything that can be read.");
  describeType(
    schema,
    "Mutation",
    "Everything that can be changed. The fields of one document run one after the other.",
  );
  return lexicographicSortSchema(schema);
}

function describeType(schema: GraphQLSchema, name: string, description: string): void {
  Object.assign(schema.getType(name) ?? {}, { description });
}

/** The schema as text, sorted, as `schema.graphql` holds it. */
export function printedSchema(): string {
  return `${printSchema(createSchema())}\n`;
}
