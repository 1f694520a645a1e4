import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment PriceListFields on PriceList {
    id
    title
    description
    type
    status
    startsAt
    endsAt
    metadata
    createdAt
    updatedAt
    deletedAt
    version
    prices {
      totalCount
      nodes {
        variantId
        currencyCode
        amount
        minQuantity
        maxQuantity
      }
    }
    customerGroups {
      nodes {
        id
      }
    }
  }
`);

export const createPriceList = graphql(`
  mutation CreatePriceList($input: PriceListInput!) {
    priceListCreate(input: $input) {
      priceList {
        ...PriceListFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const updatePriceList = graphql(`
  mutation UpdatePriceList($id: ID!, $input: PriceListInput!, $ifVersion: Int) {
    priceListUpdate(id: $id, input: $input, ifVersion: $ifVersion) {
      priceList {
        ...PriceListFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const deletePriceList = graphql(`
  mutation DeletePriceList($id: ID!, $ifVersion: Int) {
    priceListDelete(id: $id, ifVersion: $ifVersion) {
      deletedId
      priceList {
        ...PriceListFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const restorePriceList = graphql(`
  mutation RestorePriceList($id: ID!) {
    priceListRestore(id: $id) {
      priceList {
        ...PriceListFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const readPriceList = graphql(`
  query ReadPriceList($id: ID!) {
    priceList(id: $id) {
      ...PriceListFields
    }
  }
`);

export const priceListsPage = graphql(`
  query PriceListsPage(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $sort: [PriceListSort!]
    $where: PriceListFilter
    $search: String
    $deleted: DeletedScope! = EXCLUDE
  ) {
    priceLists(
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
      pageInfo {
        ...PageInfoFields
      }
      totalCount
    }
  }
`);

export const priceListsOfCustomer = graphql(`
  query PriceListsOfCustomer($id: ID!, $at: DateTime, $first: Int, $after: String, $offset: Int) {
    customer(id: $id) {
      priceLists(at: $at, first: $first, after: $after, offset: $offset) {
        totalCount
        nodes {
          id
        }
        pageInfo {
          ...PageInfoFields
        }
      }
    }
  }
`);

export const priceListsOfGroup = graphql(`
  query PriceListsOfGroup($id: ID!, $where: PriceListFilter, $sort: [PriceListSort!]) {
    customerGroup(id: $id) {
      priceLists(where: $where, sort: $sort) {
        totalCount
        nodes {
          id
        }
      }
    }
  }
`);

export const groupsOfPriceList = graphql(`
  query GroupsOfPriceList(
    $id: ID!
    $first: Int
    $offset: Int
    $search: String
    $where: CustomerGroupFilter
    $sort: [CustomerGroupSort!]
  ) {
    priceList(id: $id) {
      customerGroups(first: $first, offset: $offset, search: $search, where: $where, sort: $sort) {
        totalCount
        nodes {
          id
        }
      }
    }
  }
`);
