import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from "graphql";
import { type Access, accessOf } from "../../src/access/auth/access.js";
import type { Scope } from "../../src/access/auth/scope.type.js";
import { idPrefixes, type NodeKind } from "../../src/graphql/node/ids.js";
import { accessOfNode } from "../../src/shop/node/node.queries.js";
import { typesOf } from "./elements.js";

/** The scope to write each type of object. `node` has the scope to read it. */
const writeScopes: Partial<Record<string, Scope>> = {
  Customer: "CUSTOMERS_WRITE",
  Address: "CUSTOMERS_WRITE",
  CustomerGroup: "CUSTOMER_GROUPS_WRITE",
  PriceList: "PRICE_LISTS_WRITE",
  Order: "ORDERS_WRITE",
  Region: "REGIONS_WRITE",
  User: "USERS_MANAGE",
  ApiKey: "API_KEYS_MANAGE",
};

/** Mutations with a scope of their own. Their payload shows the object only as they leave it: without personal data. */
const ownScopes: Partial<Record<string, Scope>> = { customerErase: "PERSONAL_DATA_MANAGE" };

/** The scopes for arguments with ids. Memberships need the scope to write groups, a condition the scope of its price list. */
const namedIds: Partial<Record<string, Scope>> = {
  customerIds: "CUSTOMER_GROUPS_WRITE",
  groupIds: "CUSTOMER_GROUPS_WRITE",
  customerGroupIds: "PRICE_LISTS_WRITE",
  customerId: "ORDERS_WRITE",
};

/** Ids of other systems. */
const foreignIds = ["OrderRecordInput.id", "PriceListPriceInput.variantId"];

/** Objects that are parts of others. Access to an object includes reading and filtering its parts. */
const wholes: Partial<Record<string, string>> = { PriceListPrice: "PriceList", JobRowError: "Job" };

/** Values of objects of several types. Access to an object includes reading and filtering them. */
const values = ["ExternalId"];

/** Ids of objects of the type that the mutation writes. */
const writtenIds = ["AddressUpsertInput.id", "CustomerIdentifier.id"];

/** Types of objects that every caller may read. */
const openKinds = ["Region"];

/** Types of objects that any member of staff may ask for, but reads only if they made the object or have another scope. */
const ownKinds = ["Job"];

/**
 * Fields that are null, not refused, if the caller may not read the object: its type is known only when it is read.
 * `test/history/change-subject.test.ts` checks this for each type.
 */
const nullIfUnreadable = ["Change.subject"];

/** The coordinates of unguarded fields and arguments, each with the violated rule. */
export function unguarded(schema: GraphQLSchema): string[] {
  const objects = typesOf(schema).filter(isObjectType);
  const inputs = typesOf(schema).filter(isInputObjectType);
  return [
    ...[schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
      fieldsOf(type)
        .filter((field) => accessOf(field) === undefined)
        .map((field) => `${type?.name}.${field.name} is a root field without @needs or @open`),
    ),
    ...objects.filter((type) => isNode(type) || type.name === "Viewer").flatMap(unguardedRelations),
    ...objects.filter((type) => type.name.endsWith("Payload")).flatMap((type) => unguardedResults(schema, type)),
    ...inputs.flatMap((type) => unguardedFilters(type)),
    ...inputs.flatMap((type) => unguardedIds(schema, type)),
    ...typesOf(schema).flatMap((type) => unguardedFilterArguments(type)),
    ...objects.filter(isNode).flatMap(unknownToNode),
  ].sort();
}

/** The read scopes of a kind of object, as `node` has them. */
export function readScopes(kind: string): readonly Scope[] {
  return accessOfNode(`${idPrefixes[kind as NodeKind]}_1`).scopes;
}

/** The type of object of a type or of its connection. */
export function kindOf(type: GraphQLNamedType | undefined): string | undefined {
  if (type === undefined) return undefined;
  if (isNode(type)) return type.name;
  const nodes = isObjectType(type) && type.name.endsWith("Connection") ? type.getFields().nodes : undefined;
  return nodes && getNamedType(nodes.type).name;
}

function isNode(type: GraphQLNamedType): boolean {
  if (isInterfaceType(type)) return type.name === "Node";
  if (isUnionType(type)) return type.getTypes().some(isNode);
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === "Node");
}

function fieldsOf(type: GraphQLNamedType | null | undefined): GraphQLField<unknown, unknown>[] {
  return isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
}

function unguardedRelations(type: GraphQLObjectType): string[] {
  const isGuarded = (field: GraphQLField<unknown, unknown>) => {
    const kind = kindOf(getNamedType(field.type));
    return kind === undefined || wholes[kind] === type.name || accessOf(field) !== undefined;
  };
  return fieldsOf(type)
    .filter((field) => !isGuarded(field) && !nullIfUnreadable.includes(`${type.name}.${field.name}`))
    .map((field) => `${type.name}.${field.name} leads to ${getNamedType(field.type)} without @needs`);
}

function unguardedResults(schema: GraphQLSchema, payload: GraphQLObjectType): string[] {
  const writes = fieldsOf(schema.getMutationType()).filter(({ type }) => getNamedType(type) === payload);
  return fieldsOf(payload).flatMap((field) => {
    const kind = kindOf(getNamedType(field.type));
    if (kind === undefined || ownKinds.includes(kind) || accessOf(field)) return [];
    return writes
      .filter((write) => !scopesOf(accessOf(write)).includes((ownScopes[write.name] ?? writeScopes[kind]) as Scope))
      .map(({ name }) => `${payload.name}.${field.name} shows ${kind} to whoever may ${name}, without @needs`);
  });
}

/** Filters by related objects need the scopes of their type, unless the list already needs them. */
function unguardedFilters(filter: GraphQLInputObjectType): string[] {
  const own = /^(\w+?)(Relation)?Filter$/.exec(filter.name);
  if (own === null || own[2] !== undefined) return [];
  return Object.values(filter.getFields()).flatMap((field) => {
    const kind = /^(\w+)RelationFilter$/.exec(getNamedType(field.type).name)?.[1];
    if (kind === undefined || values.includes(kind)) return [];
    const given = [...scopesOf(accessOf(field)), ...readScopes(own[1] ?? "")];
    const isGuarded = readScopes(kind).length > 0 && readScopes(kind).every((scope) => given.includes(scope));
    return isGuarded ? [] : [`${filter.name}.${field.name} filters by ${kind} without @needs`];
  });
}

/** Filtering objects of a type needs the scopes to read them. */
function unguardedFilterArguments(type: GraphQLNamedType): string[] {
  return fieldsOf(type).flatMap((field) =>
    field.args.flatMap((arg) => {
      const kind = /^(\w+?)Filter$/.exec(getNamedType(arg.type).name)?.[1];
      if (kind === undefined || wholes[kind] === type.name) return [];
      const given = scopesOf(accessOf(field));
      const isGuarded = readScopes(kind).length > 0 && readScopes(kind).every((scope) => given.includes(scope));
      return isGuarded ? [] : [`${type.name}.${field.name}(${arg.name}:) filters ${kind} without its scopes`];
    }),
  );
}

function unguardedIds(schema: GraphQLSchema, input: GraphQLInputObjectType): string[] {
  if (/Filter$/.test(input.name)) return [];
  const takers = fieldsOf(schema.getMutationType()).filter(({ args }) =>
    args.some(({ type }) => getNamedType(type) === input),
  );
  return Object.values(input.getFields()).flatMap((field: GraphQLInputField) => {
    const isExempt = [...foreignIds, ...writtenIds].includes(`${input.name}.${field.name}`);
    if (getNamedType(field.type).name !== "ID" || isExempt) return [];
    const needed = namedIds[field.name];
    const isNeededBy = (access: Access | undefined) => needed !== undefined && scopesOf(access).includes(needed);
    if (isNeededBy(accessOf(field)) || (takers.length > 0 && takers.every((taker) => isNeededBy(accessOf(taker))))) {
      return [];
    }
    return [`${input.name}.${field.name} names ids without @needs`];
  });
}

function unknownToNode(type: GraphQLObjectType): string[] {
  return readScopes(type.name).length > 0 || [...openKinds, ...ownKinds].includes(type.name)
    ? []
    : [`${type.name} has no rule in accessOfNode`];
}

function scopesOf(access: Access | undefined): readonly Scope[] {
  return access?.scopes ?? [];
}
