import { graphql } from "../support/generated/gql.js";

export const readViewer = graphql(`
  query ReadOwnViewer {
    viewer {
      type
      scopes
      user {
        id
      }
      apiKey {
        id
      }
      customer {
        id
        email
        addresses {
          totalCount
          nodes {
            id
            customer {
              id
            }
          }
        }
        defaultShippingAddress {
          id
          customer {
            id
          }
        }
      }
    }
  }
`);

export const readByEveryId = graphql(`
  query ReadByEveryId($customer: ID!, $address: ID!, $ids: [ID!]!) {
    customer(id: $customer) {
      id
    }
    again: customer(id: $customer) {
      email
      defaultShippingAddress {
        id
      }
    }
    address(id: $address) {
      id
      customer {
        id
      }
    }
    customerNode: node(id: $customer) {
      id
      ... on Customer {
        email
      }
    }
    addressNode: node(id: $address) {
      id
      ... on Address {
        customer {
          email
        }
      }
    }
    nodes(ids: $ids) {
      __typename
      id
    }
  }
`);

export const changeOwn = graphql(`
  mutation ChangeOwn($id: ID!, $input: CustomerUpdateInput!) {
    customerUpdate(id: $id, input: $input) {
      customer {
        id
        firstName
        addresses {
          totalCount
        }
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);
