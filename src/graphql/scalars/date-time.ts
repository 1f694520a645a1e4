import { GraphQLScalarType } from "graphql";
import { GraphQLDateTime } from "graphql-scalars";
import type { Timestamp } from "../../database/sql/timestamp.js";

/**
 * A moment, by RFC 3339, in UTC with milliseconds. Dates are written here: `JSON.stringify` would call back for each of a
 * list's, which takes longer than all else that it does. Texts come from the database's reader, which writes them so.
 */
export const DateTime = new GraphQLScalarType<Timestamp, string>({
  ...GraphQLDateTime.toConfig(),
  serialize: (value) => (typeof value === "string" ? value : (GraphQLDateTime.serialize(value) as Date).toISOString()),
});
