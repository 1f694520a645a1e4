import { type ClassType, Field, Int, ObjectType } from "type-graphql";
import { Cost } from "../cost/cost.js";

@ObjectType({ description: "Where a page lies in its list.", simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: "Whether the list goes on after this page." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "Whether the list has rows before this page." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The cursor of the first row; null on an empty page." })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The cursor of the last row: pass it as `after` for the next page.",
  })
  endCursor!: string | null;
}

/** A row and its cursor. */
export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

/** A list in the form of the schema. Each property is read only if a client selects it. */
export interface Connection<Row> {
  readonly edges: Promise<Edge<Row>[]>;
  readonly nodes: Promise<Row[]>;
  readonly pageInfo: Promise<PageInfo>;
  readonly totalCount: Promise<number>;
}

/**
 * Declares the types `<Name>Connection` and `<Name>Edge` for an object type. `plural` is the word for its rows in the
 * descriptions. A list that is too long to count has no `totalCount`.
 * @returns the connection class, for use as the type of a field.
 */
export function connectionType(
  name: string,
  plural: string,
  nodeType: () => ClassType,
  { isCounted = true } = {},
): ClassType {
  @ObjectType(`${name}Edge`, {
    description: `One of the ${plural} in a list, and its place there.`,
    simpleResolvers: true,
  })
  class EdgeType {
    @Field(() => String, { description: "The row's place in this list: opaque, for `after` and `before`." })
    cursor!: string;

    @Field(nodeType, { description: "The row itself." })
    node!: unknown;
  }

  @ObjectType(`${name}Connection`, { description: `A list of ${plural}, one page at a time.` })
  class ConnectionType {
    @Cost({ part: "page" })
    @Field(() => [EdgeType], { description: "The rows of this page with their cursors." })
    edges!: unknown;

    @Cost({ part: "page" })
    @Field(() => [nodeType()], { description: "The rows of this page." })
    nodes!: unknown;

    @Cost({ part: "pageInfo" })
    @Field(() => PageInfo, { description: "Whether there is more, and the cursors to get it with." })
    pageInfo!: unknown;
  }
  if (isCounted) {
    const description = "How many rows the whole list has. Counted only when selected.";
    Field(() => Int, { description })(ConnectionType.prototype, "totalCount");
    Cost({ part: "totalCount" })(ConnectionType.prototype, "totalCount");
  }
  return ConnectionType;
}
