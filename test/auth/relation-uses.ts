import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from "graphql";
import type { Scope } from "../../src/access/auth/scope.type.js";
import { kindOf, readScopes } from "../schema/guards.js";

/** A query that reads, filters by, sorts by or counts related objects. */
export interface RelationUse {
  readonly title: string;
  readonly query: string;
  readonly variables?: object;
  /** The scopes to read all types of objects that the query reveals. */
  readonly needs: readonly Scope[];
}

const maxHops = 2;

/** All queries by which the lists of a schema reveal related objects. They are generated from the schema. */
export function relationUses(schema: GraphQLSchema): RelationUse[] {
  return listsOf(schema).flatMap((list) => [
    ...filterUses(list),
    ...sortUses(schema, list),
    ...countUses(schema, list),
  ]);
}

/** A list of the schema, and its query. */
interface List {
  readonly coordinate: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly kind: string;
  readonly needs: readonly Scope[];
  ask(args: string, selection: string): string;
}

/** The lists at the root, and those one level below them. */
function listsOf(schema: GraphQLSchema): List[] {
  const lists = (type: string) => {
    const object = schema.getType(type);
    return isObjectType(object) ? Object.values(object.getFields()).filter(isCounted) : [];
  };
  const ofRoot = lists("Query").map((field) => listOf("Query", field, [], (text) => text));
  const nested = ofRoot.flatMap((outer) =>
    lists(outer.kind).map((field) =>
      listOf(outer.kind, field, outer.needs, (text) => outer.ask("", `nodes { ${text} }`)),
    ),
  );
  return [...ofRoot, ...nested];
}

/** True if a field returns a connection with a count. */
function isCounted(field: GraphQLField<unknown, unknown>): boolean {
  const type = getNamedType(field.type);
  return isObjectType(type) && "totalCount" in type.getFields();
}

function listOf(
  parent: string,
  field: GraphQLField<unknown, unknown>,
  parentNeeds: readonly Scope[],
  within: (text: string) => string,
): List {
  const kind = kindOf(getNamedType(field.type)) ?? getNamedType(field.type).name.replace("Connection", "");
  return {
    coordinate: `${parent}.${field.name}`,
    field,
    kind,
    needs: [...parentNeeds, ...readScopes(kind)],
    ask: (args, selection) => within(`${field.name}${args} { ${selection} }`),
  };
}

/** Filters by related objects, also through other related objects. */
interface FilterPath {
  readonly path: string;
  readonly value: object;
  readonly needs: readonly Scope[];
}

function filterPaths(filter: GraphQLInputObjectType, hops = maxHops): FilterPath[] {
  if (hops === 0) return [];
  return Object.values(filter.getFields()).flatMap((field) => {
    const type = getNamedType(field.type);
    const kind = /^(\w+)RelationFilter$/.exec(type.name)?.[1];
    if (kind === undefined || !isInputObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((quantifier) => {
      const inner = getNamedType(quantifier.type);
      const further = isInputObjectType(inner) && quantifier.name === "some" ? filterPaths(inner, hops - 1) : [];
      return [{ path: "", value: {}, needs: [] }, ...further].map(({ path, value, needs }) => ({
        path: `${field.name}.${quantifier.name}${path && `.${path}`}`,
        value: { [field.name]: { [quantifier.name]: value } },
        needs: [...readScopes(kind), ...needs],
      }));
    });
  });
}

function filterUses(list: List): RelationUse[] {
  const where = list.field.args.find(({ name }) => name === "where");
  const filter = where && getNamedType(where.type);
  if (!isInputObjectType(filter)) return [];
  const forms = (value: object) => ({
    "": value,
    " in and": { and: [{}, value] },
    " in or and not": { or: [{ not: value }] },
  });
  return filterPaths(filter).flatMap(({ path, value, needs }) =>
    Object.entries(forms(value)).map(([form, where]) => ({
      title: `${list.coordinate}, filtered by ${path}${form}`,
      query: `query ($where: ${filter.name}) { ${list.ask("(where: $where)", "totalCount")} }`,
      variables: { where },
      needs: [...list.needs, ...needs],
    })),
  );
}

/** Sort fields with the name of a field that returns related objects. */
function sortUses(schema: GraphQLSchema, list: List): RelationUse[] {
  const sort = list.field.args.find(({ name }) => name === "sort");
  const key = sort && getNamedType(sort.type);
  const keyField = isInputObjectType(key) ? key.getFields().field : undefined;
  const sortField = keyField && getNamedType(keyField.type);
  if (!isEnumType(sortField)) return [];
  return sortField.getValues().flatMap(({ name }) => {
    const relation = relationsOf(schema, list.kind).find(({ field }) => name.startsWith(upperSnakeCase(field.name)));
    return [
      {
        title: `${list.coordinate}, sorted by ${name}`,
        query: `{ ${list.ask(`(sort: [{field: ${name}}])`, "totalCount")} }`,
        needs: [...list.needs, ...(relation ? relation.needs : [])],
      },
    ];
  });
}

function countUses(schema: GraphQLSchema, list: List): RelationUse[] {
  return relationsOf(schema, list.kind)
    .filter(({ field }) => isCounted(field))
    .map(({ field, needs }) => ({
      title: `${list.coordinate}, with the count of ${field.name}`,
      query: `{ ${list.ask("", `nodes { ${field.name} { totalCount } }`)} }`,
      needs: [...list.needs, ...needs],
    }));
}

function relationsOf(schema: GraphQLSchema, kind: string) {
  const type = schema.getType(kind);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return fields.flatMap((field) => {
    const related = kindOf(getNamedType(field.type));
    return related === undefined || related === "Node" ? [] : [{ field, needs: readScopes(related) }];
  });
}

function upperSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
