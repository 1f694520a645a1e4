import { graphql } from "../support/generated/gql.js";

export const upsertCustomer = graphql(`
  mutation UpsertCustomer(
    $by: CustomerIdentifier!
    $input: CustomerUpsertInput!
    $ifVersion: Int
    $dryRun: Boolean! = false
  ) {
    customerUpsert(by: $by, input: $input, ifVersion: $ifVersion, dryRun: $dryRun) {
      outcome
      customer {
        ...CustomerFields
        externalIds {
          system
          value
        }
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const upsertCustomers = graphql(`
  mutation UpsertCustomers(
    $rows: [CustomerUpsertRow!]!
    $onBadRow: RowErrorPolicy! = ALL_OR_NOTHING
    $dryRun: Boolean! = false
  ) {
    customersUpsert(rows: $rows, onBadRow: $onBadRow, dryRun: $dryRun) {
      results {
        outcome
        customer {
          id
          version
          email
          firstName
          hasAccount
        }
        userErrors {
          ...UserErrorFields
        }
      }
      created
      updated
      unchanged
      failed
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

/** All that upserts write, in the order of creation. */
export const readAll = graphql(`
  query ReadAll {
    customers(first: 50) {
      nodes {
        ...CustomerFields
        externalIds {
          system
          value
        }
      }
    }
  }
`);

export const deleteCustomers = graphql(`
  mutation DeleteCustomers($ids: [ID!]!) {
    customersDelete(ids: $ids) {
      deleted
      unchanged
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const restoreCustomers = graphql(`
  mutation RestoreCustomers($ids: [ID!]!) {
    customersRestore(ids: $ids) {
      restored
      unchanged
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const addMatching = graphql(`
  mutation AddMatching($id: ID!, $where: CustomerFilter!, $expectedCount: Int!) {
    customerGroupAddMatching(id: $id, where: $where, expectedCount: $expectedCount) {
      customerGroup {
        id
      }
      added
      removed
      unchanged
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const removeMatching = graphql(`
  mutation RemoveMatching($id: ID!, $where: CustomerFilter!, $expectedCount: Int!) {
    customerGroupRemoveMatching(id: $id, where: $where, expectedCount: $expectedCount) {
      customerGroup {
        id
      }
      added
      removed
      unchanged
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);
