import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment PageInfoFields on PageInfo {
    hasNextPage
    hasPreviousPage
    startCursor
    endCursor
  }
`);

export const customersPage = graphql(`
  query CustomersPage(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $sort: [CustomerSort!]
    $where: CustomerFilter
    $search: String
    $deleted: DeletedScope! = EXCLUDE
  ) {
    customers(
      first: $first
      after: $after
      last: $last
      before: $before
      offset: $offset
      sort: $sort
      where: $where
      search: $search
      deleted: $deleted
    ) {
      nodes {
        id
      }
      edges {
        cursor
        node {
          id
        }
      }
      pageInfo {
        ...PageInfoFields
      }
      totalCount
    }
  }
`);

export const customerGroupsPage = graphql(`
  query CustomerGroupsPage(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $sort: [CustomerGroupSort!]
    $where: CustomerGroupFilter
    $search: String
    $deleted: DeletedScope! = EXCLUDE
  ) {
    customerGroups(
      first: $first
      after: $after
      last: $last
      before: $before
      sort: $sort
      where: $where
      search: $search
      deleted: $deleted
    ) {
      nodes {
        id
      }
      pageInfo {
        ...PageInfoFields
      }
      totalCount
    }
  }
`);

export const addressesPage = graphql(`
  query AddressesPage(
    $customerId: ID!
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $sort: [AddressSort!]
    $where: AddressFilter
    $search: String
  ) {
    customer(id: $customerId) {
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
        nodes {
          id
        }
        pageInfo {
          ...PageInfoFields
        }
        totalCount
      }
    }
  }
`);

export const membersPage = graphql(`
  query MembersPage(
    $groupId: ID!
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $sort: [CustomerSort!]
    $where: CustomerFilter
    $search: String
  ) {
    customerGroup(id: $groupId) {
      customers(
        first: $first
        after: $after
        last: $last
        before: $before
        offset: $offset
        sort: $sort
        where: $where
        search: $search
      ) {
        nodes {
          id
        }
        pageInfo {
          ...PageInfoFields
        }
        totalCount
      }
    }
  }
`);
