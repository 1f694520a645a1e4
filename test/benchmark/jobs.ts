import { bodyOf } from "./documents.js";
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
  /** Creates the bodies of requests, one by one. */
  requests(samples: Samples, random: Random): () => string;
}

const pooledBodies = 1000;

/** Repeats bodies that are prepared in advance, so that they take almost no CPU time during the load. */
function repeated(make: () => string): () => string {
  const bodies = Array.from({ length: pooledBodies }, make);
  let next = 0;
  return () => bodies[next++ % pooledBodies] as string;
}

const reads = { mercurius: 1, floor: 2 };
const searches = { mercurius: 1, floor: 1.3 };
const membersAtOnce = 100;

export const jobs = {
  Q1: {
    title: "one customer by id, 8 fields",
    target: reads,
    writes: false,
    requests: ({ customerIds }, random) => repeated(() => bodyOf("Customer", { id: random.pick(customerIds) })),
  },
  Q2: {
    title: "one customer with 10 addresses and 10 groups",
    target: reads,
    writes: false,
    requests: ({ customerIds }, random) =>
      repeated(() => bodyOf("CustomerWithLists", { id: random.pick(customerIds) })),
  },
  Q3: {
    title: "50 customers",
    target: reads,
    writes: false,
    requests: ({ customerIds }, random) =>
      repeated(() => bodyOf("Customers", { after: encodeCursor(random.pick(customerIds)) })),
  },
  Q4: {
    title: "50 customers, each with 10 addresses and 10 groups",
    target: reads,
    writes: false,
    requests: ({ customerIds }, random) =>
      repeated(() => bodyOf("CustomersWithLists", { after: encodeCursor(random.pick(customerIds)) })),
  },
  Q5: {
    title: "a group with 50 customers, each with 10 addresses",
    target: reads,
    writes: false,
    requests: ({ groups }, random) => repeated(() => bodyOf("Group", { id: random.pick(groups).id })),
  },
  Q6: {
    title: "20 customers by a search, and how many there are",
    target: searches,
    writes: false,
    note: ({ searches }) => {
      const matches = searches.map(({ matches }) => matches);
      const mean = matches.reduce((sum, count) => sum + count, 0) / matches.length;
      return `${searches.length} searches for a first and a last name, of three letters or more each; ${mean.toFixed(0)} matches on average, ${Math.max(...matches)} at most`;
    },
    requests: ({ searches }, random) => repeated(() => bodyOf("Search", { search: random.pick(searches).text })),
  },
  Q7a: {
    title: "the page of 50 by an offset",
    target: searches,
    writes: false,
    note: ({ offset }) => `offset ${offset}; the API allows 10000 at most`,
    requests: ({ offset }) => repeated(() => bodyOf("PageByOffset", { offset })),
  },
  Q7b: {
    title: "the page of 50 after a cursor far down",
    target: searches,
    writes: false,
    note: ({ deepRow }) => `after row ${deepRow}`,
    requests: ({ deepCursor }) => repeated(() => bodyOf("PageByCursor", { after: deepCursor })),
  },
  M1: {
    title: "create a customer",
    target: { mercurius: 1.5, floor: 2.5 },
    writes: true,
    requests: ({ names }, random) => {
      let count = 0;
      return () => {
        count += 1;
        const { firstName, lastName } = random.pick(names);
        return bodyOf("CustomerCreate", { email: `New.Customer.${count}@Benchmark.example`, firstName, lastName });
      };
    },
  },
  M2: {
    title: `add ${membersAtOnce} customers to a group`,
    target: { mercurius: 1.2, floor: 1.5 },
    writes: true,
    // Small groups and different customers each time, so that few of them are already members.
    requests: ({ customerIds, groups, size }, random) => {
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
