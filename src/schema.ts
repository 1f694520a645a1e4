import "reflect-metadata";
import { type GraphQLSchema, lexicographicSortSchema, specifiedDirectives } from "graphql";
import { buildSchemaSync, type PubSub } from "type-graphql";
import { ApiKeyResolver } from "./access/api-key/api-key.resolver.js";
import { accessDirectives } from "./access/auth/access.js";
import { describeAccess } from "./access/auth/access-description.js";
import { LoginResolver } from "./access/login/login.resolver.js";
import { SessionResolver } from "./access/session/session.resolver.js";
import { UserResolver } from "./access/user/user.resolver.js";
import { UserAccountResolver } from "./access/user-account/user-account.resolver.js";
import { ViewerResolver } from "./access/viewer/viewer.resolver.js";
import { InputError, NotFoundError, TakenError, VersionConflictError } from "./graphql/errors/user-error.type.js";
import { addFederationDirectives, federationDirectives } from "./graphql/federation/federation.js";
import { DateTime } from "./graphql/scalars/date-time.js";
import { resolveDirectly } from "./graphql/schema/direct-resolver.js";
import { markOneOf } from "./graphql/schema/one-of.js";
import { AddressResolver } from "./shop/address/address.resolver.js";
import { CustomerAddressesResolver } from "./shop/address/customer-addresses.resolver.js";
import { CountryResolver } from "./shop/country/country.resolver.js";
import { CustomerResolver } from "./shop/customer/customer.resolver.js";
import { ViewerCustomerResolver } from "./shop/customer/viewer-customer.resolver.js";
import { CustomerAccountResolver } from "./shop/customer-account/customer-account.resolver.js";
import { CustomersExportResolver } from "./shop/customer-export/export.resolver.js";
import { CustomerGroupResolver } from "./shop/customer-group/customer-group.resolver.js";
import { MembershipResolver } from "./shop/customer-group/membership.resolver.js";
import { CustomersImportResolver } from "./shop/customer-import/import.resolver.js";
import { CustomerMutationResolver } from "./shop/customer-mutations/customer-mutation.resolver.js";
import { CustomerBulkResolver } from "./shop/customer-sync/customer-bulk.resolver.js";
import { CustomerUpsertResolver, CustomerUpsertResultResolver } from "./shop/customer-sync/customer-upsert.resolver.js";
import { ActorResolver } from "./shop/history/actor.resolver.js";
import { ChangeResolver } from "./shop/history/change.resolver.js";
import { ChangeSubscriptionResolver } from "./shop/history/change-subscription.resolver.js";
import { CustomerGroupHistoryResolver } from "./shop/history/customer-group-history.resolver.js";
import { CustomerHistoryResolver } from "./shop/history/customer-history.resolver.js";
import { JobPayloadResolver, JobResolver } from "./shop/job/job.resolver.js";
import { JobSubscriptionResolver } from "./shop/job/job-subscription.resolver.js";
import { ChangeSubjectResolver } from "./shop/node/change-subject.resolver.js";
import { FederationResolver } from "./shop/node/federation.resolver.js";
import { NodeResolver } from "./shop/node/node.resolver.js";
import { VersionConflictResolver } from "./shop/node/version-conflict.resolver.js";
import { CustomerOrdersResolver } from "./shop/order/customer-orders.resolver.js";
import { OrderResolver } from "./shop/order/order.resolver.js";
import { PersonalDataResolver } from "./shop/personal-data/personal-data.resolver.js";
import { CustomerGroupPriceListsResolver } from "./shop/price-list/customer-group-price-lists.resolver.js";
import { CustomerPriceListsResolver } from "./shop/price-list/customer-price-lists.resolver.js";
import { PriceListResolver } from "./shop/price-list/price-list.resolver.js";
import { CountryRegionResolver } from "./shop/region/country-region.resolver.js";
import { RegionResolver } from "./shop/region/region.resolver.js";
import { CustomerStatisticsResolver } from "./shop/statistics/statistics.resolver.js";

/** TypeGraphQL requires a PubSub if there are subscriptions. Our subscriptions have their own source. */
const unused: PubSub = {
  publish: () => {},
  subscribe: () => {
    throw new Error("Subscriptions must have their own source.");
  },
};

const schemaDescription = `The API for the customers of an online shop: customers, addresses, customer groups, and the price lists, orders, regions and history that belong to them.

- Send the secret of an API key or the token of a log-in in the header \`Authorization: Bearer …\`. The description of each operation lists the scopes that it needs.
- Mutations return validation errors in \`userErrors\`, and then write nothing. Lists are pages: \`first\` and \`after\`, or \`offset\`.
- Each response states its cost in \`extensions.cost\`.`;

export interface SchemaOptions {
  /** True if the schema is a subgraph of Apollo Federation. Default: true. */
  readonly federation?: boolean | undefined;
}

/** Builds the schema of this server from the list of its resolvers. */
export function createSchema({ federation = true }: SchemaOptions = {}): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      ActorResolver,
      AddressResolver,
      ApiKeyResolver,
      ChangeResolver,
      ChangeSubjectResolver,
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
      CustomerStatisticsResolver,
      CustomerAccountResolver,
      CustomerBulkResolver,
      CustomerMutationResolver,
      CustomerUpsertResolver,
      CustomerUpsertResultResolver,
      CustomersExportResolver,
      CustomersImportResolver,
      JobPayloadResolver,
      JobResolver,
      JobSubscriptionResolver,
      LoginResolver,
      MembershipResolver,
      NodeResolver,
      OrderResolver,
      PersonalDataResolver,
      PriceListResolver,
      RegionResolver,
      SessionResolver,
      UserAccountResolver,
      UserResolver,
      VersionConflictResolver,
      ViewerResolver,
      ViewerCustomerResolver,
      ...(federation ? [FederationResolver] : []),
    ],
    orphanedTypes: [InputError, NotFoundError, TakenError, VersionConflictError],
    directives: [...specifiedDirectives, ...accessDirectives, ...(federation ? federationDirectives : [])],
    pubSub: unused,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    // Services check inputs together with the rules that need the database, so that one response reports all errors.
    validate: false,
    // TypeGraphQL would check the schema by an introspection query. Apollo Server validates it at its start.
    skipCheck: true,
  });
  // TypeGraphQL accepts no descriptions for the schema and the root types, which it creates.
  schema.description = schemaDescription;
  describeType(schema, "Query", "All queries. They read data.");
  describeType(
    schema,
    "Mutation",
    "All mutations. They change data. The mutations of one document run one after the other.",
  );
  describeType(schema, "Subscription", "All subscriptions. They use WebSocket (`graphql-transport-ws`).");
  describeAccess(schema);
  resolveDirectly(schema);
  markOneOf(schema);
  if (federation) addFederationDirectives(schema);
  return lexicographicSortSchema(schema);
}

function describeType(schema: GraphQLSchema, name: string, description: string): void {
  Object.assign(schema.getType(name) ?? {}, { description });
}
