import type { Client } from "./clients.js";
import type { Random } from "./random.js";
import type { Samples } from "./samples.js";
import { encodeCursor } from "./yardsticks/cursor.js";

/** The maximum CPU time of the server, as a multiple of a yardstick's. */
export interface Target {
  readonly mercurius: number;
  readonly floor: number;
}

export interface Job {
  readonly title: string;
  readonly target: Target;
  /** True if the job changes the database. Each server then has its own. */
  readonly writes: boolean;
  /** A note above the figures if the job differs from its title. */
  note?(samples: Samples): string | undefined;
  /** Creates the bodies of a client's requests, one by one. */
  requests(samples: Samples, random: Random, client: Client): () => string;
}

const pooledBodies = 1000;

/** Repeats bodies that are prepared in advance, so that they take almost no CPU time during the load. */
function repeated(make: () => string): () => string {
  const bodies = Array.from({ length: pooledBodies }, make);
  let next = 0;
  return () => bodies[next++ % pooledBodies] as string;
}

function matchesOf(searches: Samples["rareSearches"]): string {
  const matches = searches.map((search) => search.matches);
  const mean = matches.reduce((sum, count) => sum + count, 0) / matches.length;
  return `${searches.length} texts; ${mean.toFixed(0)} matches on average, ${Math.max(...matches)} at most`;
}

const reads = { mercurius: 0.8, floor: 1.4 };
const searches = { mercurius: 1, floor: 1.4 };
const membersAtOnce = 100;

export const jobs = {
  Q1: {
    title: "one customer by id, 8 fields",
    target: reads,
    writes: false,
    requests: ({ customerIds }, random, { bodyOf }) =>
      repeated(() => bodyOf("Customer", { id: random.pick(customerIds) })),
  },
  Q2: {
    title: "one customer with 10 addresses and 10 groups",
    target: reads,
    writes: false,
    requests: ({ customerIds }, random, { bodyOf }) =>
      repeated(() => bodyOf("CustomerWithLists", { id: random.pick(customerIds) })),
  },
  Q3: {
    title: "50 customers",
    target: reads,
    writes: false,
    requests: ({ customerIds }, random, { bodyOf }) =>
      repeated(() => bodyOf("Customers", { after: encodeCursor(random.pick(customerIds)) })),
  },
  Q4: {
    title: "50 customers, each with 10 addresses and 10 groups",
    target: reads,
    writes: false,
    requests: ({ customerIds }, random, { bodyOf }) =>
      repeated(() => bodyOf("CustomersWithLists", { after: encodeCursor(random.pick(customerIds)) })),
  },
  Q5: {
    title: "a group with 50 customers, each with 10 addresses",
    target: reads,
    writes: false,
    requests: ({ groups }, random, { bodyOf }) => repeated(() => bodyOf("Group", { id: random.pick(groups).id })),
  },
  Q6a: {
    title: "20 customers by a search for rare words, and how many there are",
    target: searches,
    writes: false,
    note: ({ rareSearches }) => `a first and a last name, of three letters or more each; ${matchesOf(rareSearches)}`,
    requests: ({ rareSearches }, random, { bodyOf }) =>
      repeated(() => bodyOf("Search", { search: random.pick(rareSearches).text })),
  },
  Q6b: {
    title: "the newest 20 customers by a search for a common word, and how many there are",
    target: searches,
    writes: false,
    note: ({ commonSearches }) => `the first three letters of a name; ${matchesOf(commonSearches)}`,
    requests: ({ commonSearches }, random, { bodyOf }) =>
      repeated(() => bodyOf("SearchNewest", { search: random.pick(commonSearches).text })),
  },
  Q7a: {
    title: "the page of 50 by an offset",
    target: searches,
    writes: false,
    note: ({ offset }) => `offset ${offset}; the API allows 10000 at most`,
    requests: ({ offset }, _random, { bodyOf }) => repeated(() => bodyOf("PageByOffset", { offset })),
  },
  Q7b: {
    title: "the page of 50 after a cursor far down",
    target: reads,
    writes: false,
    note: ({ deepRow }) => `after row ${deepRow}`,
    requests: ({ deepCursor }, _random, { bodyOf }) => repeated(() => bodyOf("PageByCursor", { after: deepCursor })),
  },
  M1: {
    title: "create a customer",
    target: { mercurius: 1.8, floor: 2.5 },
    writes: true,
    requests: ({ names }, random, client) => {
      let count = 0;
      return () => {
        count += 1;
        const { firstName, lastName } = random.pick(names);
        return client.bodyOf("CustomerCreate", {
          email: `New.Customer.${count}@${client.name}.Benchmark.example`,
          firstName,
          lastName,
        });
      };
    },
  },
  M2: {
    title: `add ${membersAtOnce} customers to a group`,
    target: { mercurius: 1.3, floor: 1.5 },
    writes: true,
    // Small groups and different customers each time, so that few of them are already members.
    requests: ({ customerIds, groups, size }, random, { bodyOf }) => {
      const small = groups.filter(({ members }) => members < size / 20);
      const chosen = small.length > 0 ? small : groups;
      return () => {
        const { id } = random.pick(chosen);
        const start = random.below(customerIds.length - membersAtOnce);
        return bodyOf("GroupAddCustomers", { id, customerIds: customerIds.slice(start, start + membersAtOnce) });
      };
    },
  },
} satisfies Record<string, Job>;

export type JobName = keyof typeof jobs;

export const jobNames = Object.keys(jobs) as JobName[];
