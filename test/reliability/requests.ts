import { withClient } from "./databases.js";

const lookup = "query Customer($id: ID!) { customer(id: $id) { id email firstName lastName version } }";
const list = `query Customers($after: String) {
  customers(first: 20, after: $after) {
    nodes { id firstName addresses(first: 3) { nodes { city } } groups(first: 3) { nodes { name } } }
  }
}`;
const create = `mutation Create($input: CustomerCreateInput!) { customerCreate(input: $input) { customer { id } userErrors { code } } }`;

export async function customerIds(databaseUrl: string): Promise<string[]> {
  const { rows } = await withClient(databaseUrl, (client) =>
    client.query<{ id: string }>("SELECT id FROM customer WHERE deleted_at IS NULL ORDER BY id LIMIT 1000"),
  );
  return rows.map(({ id }) => id);
}

/** The bodies of typical requests of a shop: of ten, six read a customer, three read a list, one writes. */
export function mixedRequests(ids: readonly string[]): () => string {
  let count = 0;
  return () => {
    count += 1;
    const kind = count % 10;
    if (kind === 0) {
      return JSON.stringify({
        query: create,
        variables: { input: { firstName: "Load", lastName: `Number ${count}` } },
      });
    }
    if (kind % 3 === 0) return JSON.stringify({ query: list, variables: {} });
    return JSON.stringify({ query: lookup, variables: { id: ids[(count * 7) % ids.length] } });
  };
}
