import { GraphQLScalarType } from "graphql";
import { GraphQLDateTime } from "graphql-scalars";

/**
 * A moment, by RFC 3339. It is written here, in UTC with milliseconds: `JSON.stringify` would call back for each of a list's
 * dates, which takes longer than all else that it does.
 */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...GraphQLDateTime.toConfig(),
  serialize: (value) => (GraphQLDateTime.serialize(value) as Date).toISOString(),
});
