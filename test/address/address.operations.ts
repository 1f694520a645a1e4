import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment AddressFields on Address {
    id
    addressName
    isDefaultShipping
    isDefaultBilling
    company
    firstName
    lastName
    address1
    address2
    city
    province
    postalCode
    countryCode
    country {
      iso2
      displayName
    }
    phone
    metadata
    createdAt
    updatedAt
    deletedAt
    version
  }
`);

export const createAddress = graphql(`
  mutation CreateAddress($customerId: ID!, $input: AddressInput!) {
    customerAddressCreate(customerId: $customerId, input: $input) {
      address {
        ...AddressFields
      }
      customer {
        id
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

export const updateAddress = graphql(`
  mutation UpdateAddress($customerId: ID!, $id: ID!, $input: AddressInput!, $ifVersion: Int) {
    customerAddressUpdate(customerId: $customerId, id: $id, input: $input, ifVersion: $ifVersion) {
      address {
        ...AddressFields
      }
      customer {
        id
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const deleteAddress = graphql(`
  mutation DeleteAddress($customerId: ID!, $id: ID!) {
    customerAddressDelete(customerId: $customerId, id: $id) {
      deletedId
      customer {
        id
        addresses {
          totalCount
        }
        defaultShippingAddress {
          id
        }
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const setDefaultAddress = graphql(`
  mutation SetDefaultAddress($customerId: ID!, $id: ID!, $roles: [AddressRole!]!) {
    customerAddressSetDefault(customerId: $customerId, id: $id, roles: $roles) {
      address {
        ...AddressFields
      }
      customer {
        id
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const readAddress = graphql(`
  query ReadAddress($id: ID!) {
    address(id: $id) {
      ...AddressFields
      customer {
        id
      }
    }
  }
`);

export const readDefaults = graphql(`
  query ReadDefaults($customerId: ID!) {
    customer(id: $customerId) {
      defaultShippingAddress {
        id
      }
      defaultBillingAddress {
        id
      }
      addresses {
        nodes {
          id
          isDefaultShipping
          isDefaultBilling
          version
        }
      }
    }
  }
`);

export const allAddressesPage = graphql(`
  query AllAddressesPage(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $sort: [AddressSort!]
    $where: AddressFilter
    $search: String
  ) {
    addresses(
      first: $first
      after: $after
      last: $last
      before: $before
      offset: $offset
      sort: $sort
      where: $where
      search: $search
    ) {
      totalCount
      nodes {
        id
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
`);
