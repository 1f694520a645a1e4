import { ArgsType, Field, ID, InputType } from "type-graphql";
import { InputCost } from "../../graphql/cost/cost.js";
import { ExactText } from "../../graphql/input/exact-text.js";
import { Nested } from "../../graphql/input/nested.js";
import { Text } from "../../graphql/input/rules.js";
import { RowErrorPolicy } from "../customer-sync/customer-upsert.type.js";
import { FileFormat } from "../job/job.type.js";

@InputType({
  description:
    "A column of a file, or a key of JSONL, that has another name than its field: such as `E-Mail` for `email`, or `Zip` for `addresses.0.postalCode`.",
})
export class ColumnMapping {
  // Not normalized: it must be equal to the name in the file.
  @ExactText()
  @Text()
  @Field(() => String, { description: "The name of the column, at most 255 characters." })
  column!: string;

  @Text()
  @Field(() => String, {
    description:
      "A field of `CustomerUpsertInput` by its path, such as `addresses.0.city`, `metadata.key` or `externalIds.erp`, or `id`. Empty: the column is left out.",
  })
  field!: string | null;
}

@ArgsType()
export class CustomersImportArgs {
  @ExactText()
  @Field(() => ID, { description: "The id of a file that was uploaded with `POST /files`." })
  fileId!: string;

  @Field(() => FileFormat, { description: "The format of the file." })
  format!: FileFormat;

  @InputCost({ perElement: 1 })
  @Nested()
  @Field(() => [ColumnMapping], {
    nullable: true,
    description:
      "The columns with other names than their fields, at most 1,000. Without it, columns have the names of fields. The headers of Shopify's and Medusa's exports are known, too.",
  })
  columns?: ColumnMapping[] | null;

  @ExactText()
  @Field(() => String, {
    nullable: true,
    description:
      "The field that identifies customers: `id`, `email` or `externalId:system`. By default the first of the id, an external id and the email that a row has.",
  })
  identifyBy?: string | null;

  @Field(() => RowErrorPolicy, {
    defaultValue: "SKIP_BAD_ROWS",
    description:
      "Says if good rows are written when others have errors. `ALL_OR_NOTHING` checks the whole file before it writes.",
  })
  onBadRow!: RowErrorPolicy;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Checks everything, including conflicts with the database, and writes nothing.",
  })
  dryRun!: boolean;
}
