import "reflect-metadata";
import { printSchemaWithDirectives } from "@graphql-tools/utils";
import { type GraphQLSchema, lexicographicSortSchema, specifiedDirectives } from "graphql";
import { buildSchemaSync, type PubSub } from "type-graphql";
import { ApiKeyResolver } from "./access/api-key/api-key.resolver.js";
import { accessDirectives } from "./access/auth/access.js";
import { describeAccess } from "./access/auth/access-description.js";
import { LoginResolver } from "./access/login/login.resolver.js";
import { UserResolver } from "./access/user/user.resolver.js";
import { ViewerResolver } from "./access/viewer/viewer.resolver.js";
import { InputError, NotFoundError, TakenError, VersionConflictError } from "./graphql/errors/user-error.type.js";
import { DateTime } from "./graphql/scalars/date-time.js";
import { resolveDirectly } from "./graphql/schema/direct-resolver.js";
import { AddressResolver } from "./shop/address/address.resolver.js";
import { CustomerAddressesResolver } from "./shop/address/customer-addresses.resolver.js";
import { CountryResolver } from "./shop/country/country.resolver.js";
import { CustomerResolver } from "./shop/customer/customer.resolver.js";
import { ViewerCustomerResolver } from "./shop/customer/viewer-customer.resolver.js";
import { CustomerGroupResolver } from "./shop/customer-group/customer-group.resolver.js";
import { MembershipResolver } from "./shop/customer-group/membership.resolver.js";
import { CustomerMutationResolver } from "./shop/customer-mutations/customer-mutation.resolver.js";
import { ActorResolver } from "./shop/history/actor.resolver.js";
import { ChangeResolver } from "./shop/history/change.resolver.js";
import { ChangeSubscriptionResolver } from "./shop/history/change-subscription.resolver.js";
import { CustomerGroupHistoryResolver } from "./shop/history/customer-group-history.resolver.js";
import { CustomerHistoryResolver } from "./shop/history/customer-history.resolver.js";
import { NodeResolver } from "./shop/node/node.resolver.js";
import { VersionConflictResolver } from "./shop/node/version-conflict.resolver.js";
import { CustomerOrdersResolver } from "./shop/order/customer-orders.resolver.js";
import { OrderResolver } from "./shop/order/order.resolver.js";
import { CustomerGroupPriceListsResolver } from "./shop/price-list/customer-group-price-lists.resolver.js";
import { CustomerPriceListsResolver } from "./shop/price-list/customer-price-lists.resolver.js";
import { PriceListResolver } from "./shop/price-list/price-list.resolver.js";
import { CountryRegionResolver } from "./shop/region/country-region.resolver.js";
import { RegionResolver } from "./shop/region/region.resolver.js";

/** TypeGraphQL requires a PubSub if there are subscriptions. Our subscriptions have their own source. */
const unused: PubSub = {
  publish: () => {},
  subscribe: () => {
    throw new Error("Subscriptions must have their own source.");
  },
};

/** Builds the schema of this server from the list of its resolvers. */
export function createSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      ActorResolver,
      AddressResolver,
      ApiKeyResolver,
      ChangeResolver,
      ChangeSubscriptionResolver,
      CountryRegionResolver,
      CountryResolver,
      CustomerAddressesResolver,
      CustomerGroupHistoryResolver,
      CustomerGroupPriceListsResolver,
      CustomerGroupResolver,
      CustomerHistoryResolver,
      CustomerOrdersResolver,
      CustomerPriceListsResolver,
      CustomerResolver,
      CustomerMutationResolver,
      LoginResolver,
      MembershipResolver,
      NodeResolver,
      OrderResolver,
      PriceListResolver,
      RegionResolver,
      UserResolver,
      VersionConflictResolver,
      ViewerResolver,
      ViewerCustomerResolver,
    ],
    orphanedTypes: [InputError, NotFoundError, TakenError, VersionConflictError],
    directives: [...specifiedDirectives, ...accessDirectives],
    pubSub: unused,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    // Services check inputs together with the rules that need the database, so that one response reports all errors.
    validate: false,
  });
  // TypeGraphQL creates the root types and accepts no descriptions for them.
  describeType(schema, "Query", "All queries. They read data.");
  describeType(
    schema,
    "Mutation",
    "All mutations. They change data. The mutations of one document run one after the other.",
  );
  describeType(schema, "Subscription", "All subscriptions. They use WebSocket (`graphql-transport-ws`).");
  describeAccess(schema);
  resolveDirectly(schema);
  return lexicographicSortSchema(schema);
}

function describeType(schema: GraphQLSchema, name: string, description: string): void {
  Object.assign(schema.getType(name) ?? {}, { description });
}

/** The schema as sorted text, as in `schema.graphql`. */
export function printedSchema(): string {
  return `${spaced(printSchemaWithDirectives(createSchema()))}\n`;
}

/** Puts blank lines between the members of a type. GraphQL's own printer does the same, but prints no directives. */
function spaced(printed: string): string {
  let isInDescription = false;
  const lines = printed.split("\n").map((line, index, all) => {
    const isOpening = !isInDescription && /^ +"""/.test(line);
    // A description on one line has both marks.
    const marks = line.split('"""').length - 1;
    if (marks === 1) isInDescription = !isInDescription;
    return isOpening && !/[({]$/.test(all[index - 1] ?? "") ? `\n${line}` : line;
  });
  return lines.join("\n");
}
