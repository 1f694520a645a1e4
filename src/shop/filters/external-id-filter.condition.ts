import { Prisma } from "../../database/generated/client.js";
import { columnOf } from "../../database/sql/sql.js";
import { textCondition } from "../../graphql/filters/comparison.js";
import { type Condition, filterCondition, relationCondition } from "../../graphql/filters/condition.js";
import type { ExternalIdTable } from "../external-id/external-id.rows.js";
import type { ExternalIdFilter, ExternalIdRelationFilter } from "./external-id-filter.input.js";

/** Converts a condition on external ids to SQL. `owner` is the table of their objects, with its name in the statement. */
export function externalIdCondition(
  condition: ExternalIdRelationFilter,
  { name, ownerId }: ExternalIdTable,
  owner: { readonly name: string; readonly alias: string },
): Condition {
  const alias = `${owner.alias}_x`;
  const relation = {
    ownerId: columnOf(alias, ownerId),
    rows: Prisma.raw(`${name} ${alias} WHERE true`),
    isSmall: true,
  } as const;
  return relationCondition<ExternalIdFilter>(condition, relation, owner, (filter) =>
    filterCondition(
      filter,
      {
        system: (system) => textCondition(columnOf(alias, "system"), system),
        value: (value) => textCondition(columnOf(alias, "value"), value),
      },
      { name, alias },
    ),
  );
}
