import { rootKeyId } from "../../src/access/api-key/root-key.js";
import { loadDemoData } from "../../src/demo-data/load-demo-data.js";
import { idPrefixes, type NodeKind } from "../../src/graphql/node/ids.js";
import { givenApiKey } from "../api-key/api-key.steps.js";
import { givenParameters } from "../demo-data/demo-parameters.js";
import { givenErrors, givenJob } from "../job/job.steps.js";
import { graphql } from "../support/generated/gql.js";
import type { TestServer } from "../support/server.js";
import { givenUser } from "../user/user.steps.js";

/** Ids and values of a database, for use in operations. */
export interface ValuePool {
  readonly ids: Readonly<Record<NodeKind, readonly string[]>>;
  /** Cursors of lists without a sort. */
  readonly cursors: Readonly<Record<NodeKind, readonly string[]>>;
  readonly emails: readonly string[];
}

const readPool = graphql(`
  query ReadPool {
    customers(first: 8) {
      edges {
        cursor
        node {
          id
          email
          addresses(first: 2) {
            edges {
              cursor
              node {
                id
              }
            }
          }
          orders(first: 2) {
            edges {
              cursor
              node {
                id
              }
            }
          }
        }
      }
    }
    customerGroups(first: 5) {
      edges {
        cursor
        node {
          id
        }
      }
    }
    priceLists(first: 5) {
      edges {
        cursor
        node {
          id
        }
      }
    }
    jobs(first: 5) {
      edges {
        cursor
        node {
          id
        }
      }
    }
    regions(first: 5) {
      edges {
        cursor
        node {
          id
        }
      }
    }
    users(first: 5) {
      edges {
        cursor
        node {
          id
        }
      }
    }
    apiKeys(first: 5) {
      edges {
        cursor
        node {
          id
        }
      }
    }
    changes(first: 5) {
      edges {
        cursor
        node {
          id
        }
      }
    }
  }
`);

/** Inserts some objects of each type into an empty database. */
export async function givenPool(server: TestServer): Promise<ValuePool> {
  await loadDemoData(server.testDatabase.database.pool, givenParameters(40));
  const userEmails = ["grace@example.com", "alan@example.com"];
  for (const email of userEmails) await givenUser(server, { email });
  for (const scope of ["CUSTOMERS_READ", "ORDERS_WRITE"] as const) await givenApiKey(server, [scope]);
  for (const id of ["job_1", "job_2"]) {
    await givenJob(server, { id });
    await givenErrors(server, id, 3);
  }
  const { customers, customerGroups, priceLists, jobs, regions, users, apiKeys, changes } = await server.run(readPool);
  const found = customers.edges.map(({ node }) => node);
  const edges: Record<NodeKind, readonly { cursor: string; node: { id: string } }[]> = {
    Customer: customers.edges,
    Address: found.flatMap(({ addresses }) => addresses.edges),
    CustomerGroup: customerGroups.edges,
    PriceList: priceLists.edges,
    Order: found.flatMap(({ orders }) => orders.edges),
    Region: regions.edges,
    User: users.edges,
    // The tests use the root key, so it must not be revoked.
    ApiKey: apiKeys.edges.filter(({ node }) => node.id !== rootKeyId),
    Change: changes.edges,
    // No argument takes the id of a session of another caller.
    Session: [],
    Job: jobs.edges,
  };
  return {
    ids: byKind((kind) => edges[kind].map(({ node }) => node.id)),
    cursors: byKind((kind) => edges[kind].map(({ cursor }) => cursor)),
    emails: [...userEmails, ...found.flatMap(({ email }) => email ?? [])],
  };
}

/** One object of each type, for operations that are not run. */
export const inventedPool: ValuePool = {
  ids: byKind((kind) => [`${idPrefixes[kind]}_1`]),
  cursors: byKind(() => ["cursor"]),
  emails: ["ada@example.com"],
};

function byKind<Value>(make: (kind: NodeKind) => Value): Record<NodeKind, Value> {
  const entries = Object.keys(idPrefixes).map((kind) => [kind, make(kind as NodeKind)]);
  return Object.fromEntries(entries) as Record<NodeKind, Value>;
}
