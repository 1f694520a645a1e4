import { GraphQLScalarType } from "graphql";
import { GraphQLDateTime } from "graphql-scalars";
import type { Timestamp } from "../../database/sql/timestamp.js";

/**
 * A timestamp by RFC 3339, in UTC with milliseconds. Dates are serialized here because `JSON.stringify` would call `toJSON`
 * for each date of a list, which takes longer than the rest of its work. The database reader returns timestamps as texts in
 * this format already.
 */
export const DateTime = new GraphQLScalarType<Timestamp, string>({
  ...GraphQLDateTime.toConfig(),
  specifiedByURL: "https://www.rfc-editor.org/rfc/rfc3339",
  serialize: (value) => (typeof value === "string" ? value : (GraphQLDateTime.serialize(value) as Date).toISOString()),
});
