import { clients } from "../clients.js";
import type { Random } from "../random.js";
import type { Samples } from "../samples.js";
import { encodeCursor } from "../yardsticks/cursor.js";

export const kinds = ["read", "list", "search", "write"] as const;

export type Kind = (typeof kinds)[number];

/** The percentage of each kind of request. */
export const shares: Readonly<Record<Kind, number>> = { read: 80, list: 10, search: 5, write: 5 };

/** A request of the mixed load. */
export interface MixedRequest {
  readonly kind: Kind;
  readonly body: string;
}

const updateDocument = `mutation CustomerUpdate($id: ID!, $companyName: String!) {
  customerUpdate(id: $id, input: { companyName: $companyName }) { customer { id version } userErrors { code } }
}`;

/** Creates the requests, one by one. Each kind has two requests, which take turns. Random customers are read and changed. */
export function createRequests(samples: Samples, random: Random): () => MixedRequest {
  const { bodyOf } = clients.plain;
  const id = () => random.pick(samples.customerIds);
  let writes = 0;
  const bodies: Readonly<Record<Kind, readonly (() => string)[]>> = {
    read: [() => bodyOf("Customer", { id: id() }), () => bodyOf("CustomerWithLists", { id: id() })],
    list: [
      () => bodyOf("Customers", { after: encodeCursor(id()) }),
      () => bodyOf("Group", { id: random.pick(samples.groups).id }),
    ],
    search: [
      () => bodyOf("Search", { search: random.pick(samples.rareSearches).text }),
      () => bodyOf("SearchNewest", { search: random.pick(samples.commonSearches).text }),
    ],
    write: [
      () => {
        writes += 1;
        const { firstName, lastName } = random.pick(samples.names);
        return bodyOf("CustomerCreate", { email: `customer.${writes}@mixed.benchmark.example`, firstName, lastName });
      },
      () => {
        writes += 1;
        const variables = { id: id(), companyName: `Company ${writes}` };
        return JSON.stringify({ query: updateDocument, operationName: "CustomerUpdate", variables });
      },
    ],
  };
  const turns: Record<Kind, number> = { read: 0, list: 0, search: 0, write: 0 };
  return () => {
    const kind = kindOf(random.below(100));
    const makers = bodies[kind];
    const make = makers[turns[kind]++ % makers.length];
    if (make === undefined) throw new Error(`There is no request of the kind ${kind}.`);
    return { kind, body: make() };
  };
}

/** @param percent from 0 to 99. */
function kindOf(percent: number): Kind {
  let end = 0;
  for (const kind of kinds) {
    end += shares[kind];
    if (percent < end) return kind;
  }
  throw new Error(`The shares end at ${end} %.`);
}
