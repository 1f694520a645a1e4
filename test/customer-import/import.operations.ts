import { graphql } from "../support/generated/gql.js";

export const importCustomers = graphql(`
  mutation ImportCustomers(
    $fileId: ID!
    $format: FileFormat! = CSV
    $columns: [ColumnMapping!]
    $identifyBy: String
    $onBadRow: RowErrorPolicy! = SKIP_BAD_ROWS
    $dryRun: Boolean! = false
  ) {
    customersImport(
      fileId: $fileId
      format: $format
      columns: $columns
      identifyBy: $identifyBy
      onBadRow: $onBadRow
      dryRun: $dryRun
    ) {
      job {
        id
        kind
        dryRun
        createdBy
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);
