import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment OrderFields on Order {
    id
    displayId
    status
    email
    currencyCode
    total
    placedAt
    metadata
    customer {
      id
    }
  }
`);

export const recordOrders = graphql(`
  mutation RecordOrders($orders: [OrderRecordInput!]!) {
    ordersRecord(orders: $orders) {
      orders {
        ...OrderFields
      }
      created
      updated
      unchanged
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const readOrder = graphql(`
  query ReadOrder($id: ID!) {
    order(id: $id) {
      ...OrderFields
    }
  }
`);

export const ordersOfCustomer = graphql(`
  query OrdersOfCustomer(
    $id: ID!
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $sort: [OrderSort!]
    $where: OrderFilter
  ) {
    customer(id: $id) {
      orders(
        first: $first
        after: $after
        last: $last
        before: $before
        offset: $offset
        sort: $sort
        where: $where
      ) {
        totalCount
        nodes {
          id
          displayId
        }
        pageInfo {
          ...PageInfoFields
        }
      }
    }
  }
`);

export const ordersPage = graphql(`
  query OrdersPage(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $sort: [OrderSort!]
    $where: OrderFilter
  ) {
    orders(first: $first, after: $after, last: $last, before: $before, offset: $offset, sort: $sort, where: $where) {
      totalCount
      nodes {
        ...OrderFields
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
`);
