import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
} from "graphql";
import { createSchema } from "../../src/schema.js";
import type { TestServer } from "../support/server.js";

export type Variables = Readonly<Record<string, unknown>>;

/** The fields of a user error that these tests check. */
interface Refusal {
  readonly code: string;
  readonly path: string[];
  readonly ids?: string[];
  readonly currentVersion?: number;
  readonly current?: { readonly id: string } | null;
}

export interface Outcome {
  readonly userErrors: Refusal[];
  readonly [field: string]: unknown;
}

/** The mutations of the schema, by their names. */
export const mutations: Readonly<Record<string, GraphQLField<unknown, unknown>>> =
  createSchema().getMutationType()?.getFields() ?? {};

/** A place for an id in the arguments of a mutation. */
export interface IdPlace {
  /** The name without indexes of lists, for example `customerCreate.input.groupIds`. */
  readonly name: string;
  /** The path of the id or of the list of ids in the variables of a call. Undefined without a call. */
  readonly path: readonly string[];
  readonly isList: boolean;
}

type Input = GraphQLArgument | GraphQLInputField;

/** Mutations for many customers. Their rules for ids and versions are tested in test/customer-sync and test/customer-export. */
export const syncMutations: readonly string[] = [
  "customerGroupAddMatching",
  "customerGroupRemoveMatching",
  "customerUpsert",
  "customersDelete",
  "customersExport",
  "customersRestore",
  "customersUpsert",
];

/** The names of all places for ids, except those of {@link syncMutations}. */
export const allIdPlaces: readonly string[] = Object.values(mutations)
  .filter(({ name }) => !syncMutations.includes(name))
  .flatMap(({ name, args }) => args.flatMap((arg) => idPlacesIn(arg, name)))
  .sort();

function idPlacesIn({ name, type }: Input, parent: string): string[] {
  const named = getNamedType(type);
  const place = `${parent}.${name}`;
  if (named.name === "ID") return [place];
  return isInputObjectType(named) ? Object.values(named.getFields()).flatMap((field) => idPlacesIn(field, place)) : [];
}

/** The places with ids in a call. */
export function idPlacesOf(mutation: string, variables: Variables): IdPlace[] {
  return fieldOf(mutation).args.flatMap((arg) => placesIn(arg.type, variables[arg.name], [arg.name], mutation));
}

function placesIn(type: GraphQLInputType, value: unknown, path: readonly string[], mutation: string): IdPlace[] {
  if (value === undefined || value === null) return [];
  const given = getNullableType(type);
  const named = getNamedType(type);
  if (named.name === "ID") {
    const name = [mutation, ...path.filter((part) => !/^\d+$/.test(part))].join(".");
    return [{ name, path, isList: isListType(given) }];
  }
  if (isListType(given)) {
    return (value as unknown[]).flatMap((element, index) =>
      placesIn(given.ofType, element, [...path, String(index)], mutation),
    );
  }
  if (!isInputObjectType(named)) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    placesIn(field.type, (value as Variables)[field.name], [...path, field.name], mutation),
  );
}

/** The value at a path. */
export function valueAt(variables: unknown, path: readonly string[]): unknown {
  return path.reduce((value, key) => (value as Variables)[key], variables);
}

/** The same variables with another value at a path. */
export function withValueAt<T>(variables: T, [key, ...rest]: readonly string[], value: unknown): T {
  if (key === undefined) return value as T;
  const changed = withValueAt((variables as Variables)[key], rest, value);
  if (Array.isArray(variables)) return variables.with(Number(key), changed) as T;
  return { ...variables, [key]: changed };
}

/** Calls a mutation and selects its whole payload, with the id of each object. */
export async function call(server: Pick<TestServer, "ask">, mutation: string, variables: Variables): Promise<Outcome> {
  const { args, type } = fieldOf(mutation);
  const given = args.filter(({ name }) => name in variables);
  const query = `mutation (${given.map((arg) => `$${arg.name}: ${arg.type}`).join()}) {
    ${mutation}(${given.map(({ name }) => `${name}: $${name}`).join()}) { ${selectionOf(getNamedType(type))} }
  }`;
  const { data, errors } = await server.ask(query, variables);
  expect(errors).toBeUndefined();
  return data?.[mutation] as unknown as Outcome;
}

function selectionOf(payload: GraphQLNamedType): string {
  const fields = isObjectType(payload) ? Object.values(payload.getFields()) : [];
  const details = "... on NotFoundError { ids } ... on VersionConflictError { currentVersion current { id } }";
  return fields
    .map(({ name, type }) => {
      if (name === "userErrors") return `userErrors { code path ${details} }`;
      return isLeafType(getNamedType(type)) ? name : `${name} { id }`;
    })
    .join(" ");
}

function fieldOf(mutation: string): GraphQLField<unknown, unknown> {
  const field = mutations[mutation];
  if (field === undefined) throw new Error(`There is no mutation ${mutation}.`);
  return field;
}
