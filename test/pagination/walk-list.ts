interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor?: string | null;
    readonly endCursor?: string | null;
  };
}

type Bounds = { first: number; after: string | null } | { last: number; before: string | null };

/**
 * Reads a list of a known number of pages, forward and backward by cursors, and checks which pages follow each one.
 * @returns the ids in the order of the list, as found forward and backward.
 */
export async function walkBothWays(
  readPage: (bounds: Bounds) => Promise<Page>,
  { pages, size }: { readonly pages: number; readonly size: number },
): Promise<{ forward: string[]; backward: string[] }> {
  const forward: string[] = [];
  const backward: string[] = [];
  let after: string | null = null;
  let before: string | null = null;
  for (let step = 1; step <= pages; step += 1) {
    const next: Page = await readPage({ first: size, after });
    const previous: Page = await readPage({ last: size, before });
    forward.push(...next.nodes.map(({ id }) => id));
    backward.unshift(...previous.nodes.map(({ id }) => id));
    after = next.pageInfo.endCursor ?? null;
    before = previous.pageInfo.startCursor ?? null;
    expect([next.pageInfo.hasNextPage, previous.pageInfo.hasPreviousPage]).toEqual([step < pages, step < pages]);
    expect([next.pageInfo.hasPreviousPage, previous.pageInfo.hasNextPage]).toEqual([step > 1, step > 1]);
  }
  return { forward, backward };
}
