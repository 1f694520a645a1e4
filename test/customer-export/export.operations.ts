import { graphql } from "../support/generated/gql.js";

export const exportCustomers = graphql(`
  mutation ExportCustomers($format: FileFormat! = CSV, $where: CustomerFilter, $search: String, $columns: [String!]) {
    customersExport(format: $format, where: $where, search: $search, columns: $columns) {
      job {
        id
        kind
        createdBy
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);
