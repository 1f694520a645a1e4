import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { startStandaloneServer } from "@apollo/server/standalone";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { parse } from "graphql";

/**
 * A subgraph of another team. It refers to customers and orders by key, adds fields to them, and takes over a field of orders. Its
 * types with the names of ours have other fields.
 */
export const loyaltySdl = `
  extend schema @link(
    url: "https://specs.apollo.dev/federation/v2.0"
    import: ["@key", "@shareable", "@override", "@external", "@requires"]
  )

  type Query {
    loyaltyCards(first: Int): LoyaltyCardConnection!
  }
  type Mutation {
    loyaltyCardCreate(customerId: ID!): LoyaltyCard!
  }
  type LoyaltyCardConnection {
    nodes: [LoyaltyCard!]!
    pageInfo: PageInfo!
  }
  type PageInfo @shareable {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }
  type LoyaltyCard @key(fields: "number") {
    number: ID!
    customer: Customer
  }
  type Customer @key(fields: "id") {
    id: ID!
    email: String @external
    loyaltyPoints: Int!
    greeting: String @requires(fields: "email")
  }
  type Order @key(fields: "id") {
    id: ID!
    parcels: [String!]!
    displayId: String @override(from: "customers")
  }
`;

interface Card {
  readonly number: string;
  readonly customerId: string;
}

interface LoyaltySubgraph {
  readonly url: string;
  /** The ids of its cards' customers. A test sets them. */
  cards: Card[];
  /** The lists of representations that it was asked for. */
  readonly asked: unknown[][];
  close(): Promise<void>;
}

const pageInfo = { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null };

/** Starts the subgraph on a free port of this machine. */
export async function startLoyaltySubgraph(): Promise<LoyaltySubgraph> {
  const subgraph = { cards: [] as Card[], asked: [] as unknown[][] };
  const cardOf = ({ number, customerId }: Card) => ({ number, customer: { __typename: "Customer", id: customerId } });
  const resolvers = {
    Query: { loyaltyCards: () => ({ nodes: subgraph.cards.map(cardOf), pageInfo }) },
    Mutation: {
      loyaltyCardCreate: (_root: unknown, { customerId }: { customerId: string }) =>
        cardOf({ number: "99", customerId }),
    },
    Customer: {
      loyaltyPoints: ({ id }: { id: string }) => id.length,
      greeting: ({ email }: { email?: string | null }) => (email ? `Hello ${email}` : null),
    },
    Order: {
      parcels: ({ id }: { id: string }) => [`parcel of ${id}`],
      displayId: ({ id }: { id: string }) => `L-${id}`,
    },
  };
  const server = new ApolloServer({
    schema: buildSubgraphSchema([{ typeDefs: parse(loyaltySdl), resolvers }]),
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      {
        requestDidStart: async ({ request }) => {
          const { representations } = request.variables ?? {};
          if (Array.isArray(representations)) subgraph.asked.push(representations);
        },
      },
    ],
  });
  const { url } = await startStandaloneServer(server, { listen: { host: "127.0.0.1", port: 0 } });
  return Object.assign(subgraph, { url, close: () => server.stop() });
}
