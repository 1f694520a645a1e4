import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLString,
  isObjectType,
} from "graphql";

/*
 * The schema is a subgraph of Apollo Federation 2. Version 2.0 is the oldest one with these directives, so that every gateway of
 * Federation 2 knows them. Each directive is declared as the specification requires, except for the types of two arguments: they
 * are strings, which composition accepts, because scalars for them would only show in the schema.
 */

const version = "https://specs.apollo.dev/federation/v2.0";

/** The directives of federation that the schema uses. */
export const federationDirectives = [
  new GraphQLDirective({
    name: "link",
    description: "Declares the version of Apollo Federation and the directives of it that this schema uses.",
    locations: [DirectiveLocation.SCHEMA],
    isRepeatable: true,
    args: {
      url: { type: new GraphQLNonNull(GraphQLString), description: "The version of the specification." },
      import: { type: new GraphQLList(GraphQLString), description: "The directives that this schema uses." },
    },
  }),
  new GraphQLDirective({
    name: "key",
    description: "Other subgraphs refer to an object of this type by these fields.",
    locations: [DirectiveLocation.OBJECT, DirectiveLocation.INTERFACE],
    isRepeatable: true,
    args: {
      fields: { type: new GraphQLNonNull(GraphQLString), description: "The fields of the key." },
      resolvable: {
        type: GraphQLBoolean,
        defaultValue: true,
        description: "True if this server finds the object by the key.",
      },
    },
  }),
  new GraphQLDirective({
    name: "shareable",
    description: "Other subgraphs may have this type too, with the same fields.",
    locations: [DirectiveLocation.OBJECT, DirectiveLocation.FIELD_DEFINITION],
  }),
];

/** Adds the directives of federation: a key to each type with an id, and `@shareable` to the types that declare it. */
export function addFederationDirectives(schema: GraphQLSchema): void {
  addDirective(schema, { link: { url: version, import: ["@key", "@shareable"] } });
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    if (isNode(type)) addDirective(type, { key: { fields: "id" } });
    if (type.extensions.isShareable === true) addDirective(type, { shareable: {} });
  }
}

function isNode(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some(({ name }) => name === "Node");
}

function addDirective(element: GraphQLSchema | GraphQLObjectType, directive: Readonly<Record<string, object>>): void {
  element.extensions = { ...element.extensions, directives: directive };
}
