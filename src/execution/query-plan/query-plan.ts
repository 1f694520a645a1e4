import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
} from "graphql";

/** The fields of one object in the response, in their order. */
export interface ObjectPlan {
  readonly type: GraphQLObjectType;
  readonly fields: readonly FieldPlan[];
}

/** The arguments of a field, as its resolver gets them. */
export type Arguments = Readonly<Record<string, unknown>>;

/** One field of an object in the response. */
export interface FieldPlan {
  /** The name or alias of the field in the response. */
  readonly key: string;
  readonly definition: GraphQLField<unknown, unknown>;
  /** The value of `__typename`, which is the same for all objects of a plan. Undefined for other fields. */
  readonly typeName: string | undefined;
  /** All places where the document selects the field. */
  readonly nodes: readonly FieldNode[];
  readonly parentType: GraphQLObjectType;
  /** The number of the field in the plan. Each run stores the arguments of all fields in an array. */
  readonly index: number;
  /** The arguments, if they are the same for each request. */
  readonly constants: Arguments | undefined;
  /** Completes the value that the resolver has returned. */
  readonly complete: Complete;
}

/** Converts the value of a resolver to the value in the response. Throws if graphql-js reports an error for the value. */
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
  /** The number of fields. */
  readonly size: number;
}
