import { type ClassType, Field, Int, ObjectType } from "type-graphql";
import { Cost } from "../cost/cost.js";
import { Shareable } from "../federation/shareable.js";

@ObjectType({ description: "The position of a page in its list.", simpleResolvers: true })
@Shareable()
export class PageInfo {
  @Field(() => Boolean, { description: "True if the list has rows after this page." })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: "True if the list has rows before this page." })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: "The cursor of the first row. Null on an empty page." })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The cursor of the last row. Pass it as `after` to get the next page.",
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
    description: `One of the ${plural} in a list, with its cursor.`,
    simpleResolvers: true,
  })
  class EdgeType {
    @Field(() => String, {
      description: "The position of the row in this list, an opaque text for `after` and `before`.",
    })
    cursor!: string;

    @Cost({ isRow: true })
    @Field(nodeType, { description: "The row." })
    node!: unknown;
  }

  @ObjectType(`${name}Connection`, { description: `One page of a list of ${plural}.` })
  class ConnectionType {
    @Cost({ part: "page" })
    @Field(() => [EdgeType], { description: "The rows of this page with their cursors." })
    edges!: unknown;

    @Cost({ part: "page" })
    @Field(() => [nodeType()], { description: "The rows of this page." })
    nodes!: unknown;

    @Cost({ part: "pageInfo" })
    @Field(() => PageInfo, { description: "Shows whether there are more rows, and the cursors to get them." })
    pageInfo!: unknown;
  }
  if (isCounted) {
    const description = "The number of rows of the whole list. It is only counted if selected.";
    Field(() => Int, { description })(ConnectionType.prototype, "totalCount");
    Cost({ part: "totalCount" })(ConnectionType.prototype, "totalCount");
  }
  return ConnectionType;
}
