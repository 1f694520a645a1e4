import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from "graphql";

/** The fields of one object in the answer, in the order of the answer. */
export interface ObjectPlan {
  readonly type: GraphQLObjectType;
  readonly fields: readonly FieldPlan[];
}

/** The arguments of a field, as its resolver gets them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** One field of an object in the answer. */
export interface FieldPlan {
  /** Its name in the answer. */
  readonly key: string;
  readonly definition: GraphQLField<unknown, unknown>;
  /** The answer to `__typename`: the same for all objects of a plan. Undefined for other fields. */
  readonly typeName: string | undefined;
  /** All places where the document selects it. */
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  /** Where the arguments of this field are among those of the whole plan. */
  readonly index: number;
  /** Its arguments, where they are the same for each request. */
  readonly constants: Arguments | undefined;
  /** The value in the answer for the value that was resolved. */
  readonly complete: Complete;
}

/** Makes the value in the answer of a value that was resolved. Throws where graphql-js would report an error. */
export type Complete = (run: PlanRun, value: unknown) => unknown;

/** One execution of a plan. */
export interface PlanRun {
  object(plan: ObjectPlan, source: unknown): Record<string, unknown>;
  list(complete: Complete, values: readonly unknown[]): unknown[];
}

/** A query whose fragments are merged into one tree of fields. */
export interface QueryPlan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly root: ObjectPlan;
  /** How many fields it has. */
  readonly size: number;
}
