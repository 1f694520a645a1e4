import { ArgsType, Field } from "type-graphql";
import type { Access } from "../../access/auth/access.js";
import { InputCost } from "../../graphql/cost/cost.js";
import { ExactText } from "../../graphql/input/exact-text.js";
import { SearchCost } from "../../graphql/search/search.js";
import { CustomerFilter } from "../filters/customer-filter.input.js";
import { FileFormat } from "../job/job.type.js";

@ArgsType()
export class CustomersExportArgs {
  @Field(() => FileFormat, { description: "The format of the file." })
  format!: FileFormat;

  @Field(() => CustomerFilter, { nullable: true, description: "Only customers that match the filter." })
  where?: CustomerFilter | null;

  @SearchCost()
  @Field(() => String, {
    nullable: true,
    description: "Only customers that the `search` of `customers` finds. At most 200 characters and 10 words.",
  })
  search?: string | null;

  @InputCost({ perElement: 1 })
  @ExactText()
  @Field(() => [String], {
    nullable: true,
    description:
      "The columns of CSV, or the keys of JSONL, in this order, at most 1,000: `id`, or fields of `CustomerUpsertInput` by their paths, such as `addresses.0.city`, `metadata.key` or `externalIds.erp`. `groupIds` requires the scope `CUSTOMER_GROUPS_READ`. Default: all fields that the caller may read.",
  })
  columns?: string[] | null;
}

/** The access that a column requires. */
export function accessOfColumn(column: unknown): Access {
  return { scopes: column === "groupIds" ? ["CUSTOMER_GROUPS_READ"] : [], orSelf: false };
}
