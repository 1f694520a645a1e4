import { ApolloGateway, IntrospectAndCompose, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import type { ExecutionResult } from "graphql";

interface GatewayContext {
  readonly authorization?: string | undefined;
}

/** As docs/federation.md shows it: forwards the credential of the client, which the subgraphs check. */
class ForwardingSource extends RemoteGraphQLDataSource<GatewayContext> {
  override willSendRequest({ request, context }: Parameters<Required<RemoteGraphQLDataSource>["willSendRequest"]>[0]) {
    if (context.authorization) request.http?.headers.set("authorization", context.authorization);
    request.http?.headers.set("accept", "application/json");
  }
}

export interface Gateway {
  /** Runs an operation on the supergraph. */
  ask(query: string, variables?: Record<string, unknown>, credential?: string): Promise<ExecutionResult>;
  close(): Promise<void>;
}

export interface Subgraph {
  readonly name: string;
  readonly url: string;
}

/**
 * Starts a gateway.
 * @param supergraph the schema of the supergraph, or the subgraphs. Then the gateway reads their schemas by `_service`.
 */
export async function startGateway(supergraph: string | Subgraph[]): Promise<Gateway> {
  const gateway = new ApolloGateway({
    supergraphSdl: typeof supergraph === "string" ? supergraph : new IntrospectAndCompose({ subgraphs: supergraph }),
    buildService: ({ url = "" }) => new ForwardingSource({ url }),
  });
  const server = new ApolloServer<GatewayContext>({ gateway });
  await server.start();
  return {
    ask: async (query, variables = {}, credential) => {
      const contextValue = { authorization: credential && `Bearer ${credential}` };
      const { body } = await server.executeOperation({ query, variables }, { contextValue });
      if (body.kind !== "single") throw new Error("Expected one result.");
      return body.singleResult as ExecutionResult;
    },
    close: () => server.stop(),
  };
}
