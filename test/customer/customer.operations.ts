import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment CustomerFields on Customer {
    id
    email
    firstName
    lastName
    companyName
    phone
    hasAccount
    metadata
    createdBy
    createdAt
    updatedAt
    deletedAt
    version
    addresses {
      nodes {
        ...AddressFields
      }
    }
    groups {
      nodes {
        id
      }
    }
  }
`);

export const createCustomer = graphql(`
  mutation CreateCustomer($input: CustomerCreateInput!) {
    customerCreate(input: $input) {
      customer {
        ...CustomerFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const updateCustomer = graphql(`
  mutation UpdateCustomer($id: ID!, $input: CustomerUpdateInput!, $ifVersion: Int) {
    customerUpdate(id: $id, input: $input, ifVersion: $ifVersion) {
      customer {
        ...CustomerFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const deleteCustomer = graphql(`
  mutation DeleteCustomer($id: ID!, $ifVersion: Int) {
    customerDelete(id: $id, ifVersion: $ifVersion) {
      deletedId
      customer {
        ...CustomerFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const restoreCustomer = graphql(`
  mutation RestoreCustomer($id: ID!) {
    customerRestore(id: $id) {
      customer {
        ...CustomerFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const readCustomer = graphql(`
  query ReadCustomer($id: ID!) {
    customer(id: $id) {
      ...CustomerFields
    }
  }
`);

export const readCustomerByEmail = graphql(`
  query ReadCustomerByEmail($email: String!, $hasAccount: Boolean) {
    customerByEmail(email: $email, hasAccount: $hasAccount) {
      id
    }
  }
`);
