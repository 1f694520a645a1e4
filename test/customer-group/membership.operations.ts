import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment MembersFields on CustomerGroupMembersPayload {
    customerGroup {
      customers {
        totalCount
      }
    }
    added
    removed
    unchanged
    userErrors {
      ...UserErrorFields
    }
  }
`);

export const addCustomers = graphql(`
  mutation AddCustomers($id: ID!, $customerIds: [ID!]!) {
    customerGroupAddCustomers(id: $id, customerIds: $customerIds) {
      ...MembersFields
    }
  }
`);

export const removeCustomers = graphql(`
  mutation RemoveCustomers($id: ID!, $customerIds: [ID!]!) {
    customerGroupRemoveCustomers(id: $id, customerIds: $customerIds) {
      ...MembersFields
    }
  }
`);

export const updateCustomers = graphql(`
  mutation UpdateCustomers($id: ID!, $add: [ID!], $remove: [ID!]) {
    customerGroupUpdateCustomers(id: $id, add: $add, remove: $remove) {
      ...MembersFields
    }
  }
`);

export const updateGroups = graphql(`
  mutation UpdateGroups($customerId: ID!, $add: [ID!], $remove: [ID!], $set: [ID!], $ifVersion: Int) {
    customerUpdateGroups(customerId: $customerId, add: $add, remove: $remove, set: $set, ifVersion: $ifVersion) {
      customer {
        version
        groups {
          totalCount
        }
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
