import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment CustomerGroupFields on CustomerGroup {
    id
    name
    metadata
    createdBy
    createdAt
    updatedAt
    deletedAt
    version
    customers {
      totalCount
      nodes {
        id
      }
    }
  }
`);

export const createGroup = graphql(`
  mutation CreateGroup($input: CustomerGroupCreateInput!) {
    customerGroupCreate(input: $input) {
      customerGroup {
        ...CustomerGroupFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const updateGroup = graphql(`
  mutation UpdateGroup($id: ID!, $input: CustomerGroupUpdateInput!, $ifVersion: Int) {
    customerGroupUpdate(id: $id, input: $input, ifVersion: $ifVersion) {
      customerGroup {
        ...CustomerGroupFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const deleteGroup = graphql(`
  mutation DeleteGroup($id: ID!, $ifVersion: Int) {
    customerGroupDelete(id: $id, ifVersion: $ifVersion) {
      deletedId
      customerGroup {
        ...CustomerGroupFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const restoreGroup = graphql(`
  mutation RestoreGroup($id: ID!) {
    customerGroupRestore(id: $id) {
      customerGroup {
        ...CustomerGroupFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const readGroup = graphql(`
  query ReadGroup($id: ID!) {
    customerGroup(id: $id) {
      ...CustomerGroupFields
    }
  }
`);
