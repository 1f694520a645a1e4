import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment ChangeFields on Change {
    id
    at
    action
    subjectType
    subjectId
    actor {
      type
      id
    }
    requestId
    version
    fields {
      name
      before
      after
    }
  }
`);

export const changesPage = graphql(`
  query ChangesPage(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $where: ChangeFilter
    $direction: SortDirection! = ASC
  ) {
    changes(first: $first, after: $after, last: $last, before: $before, where: $where, direction: $direction) {
      nodes {
        ...ChangeFields
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
    }
  }
`);

export const customerHistory = graphql(`
  query CustomerHistory(
    $id: ID!
    $first: Int
    $after: String
    $last: Int
    $before: String
    $direction: SortDirection! = DESC
  ) {
    customers(first: 1, where: { id: { eq: $id } }, deleted: INCLUDE) {
      nodes {
        history(first: $first, after: $after, last: $last, before: $before, direction: $direction) {
          nodes {
            ...ChangeFields
          }
          pageInfo {
            ...PageInfoFields
          }
        }
      }
    }
  }
`);

export const groupHistory = graphql(`
  query GroupHistory($id: ID!) {
    customerGroups(first: 1, where: { id: { eq: $id } }, deleted: INCLUDE) {
      nodes {
        history {
          nodes {
            ...ChangeFields
          }
        }
      }
    }
  }
`);

export const histories = graphql(`
  query Histories($first: Int) {
    customers(first: $first) {
      nodes {
        history {
          nodes {
            actor {
              name
            }
          }
        }
      }
    }
  }
`);

export const actorNames = graphql(`
  query ActorNames($where: ChangeFilter) {
    changes(where: $where) {
      nodes {
        actor {
          type
          name
        }
      }
    }
  }
`);

export const changeNodes = graphql(`
  query ChangeNodes($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      ... on Change {
        ...ChangeFields
      }
    }
  }
`);

export const changeSubjects = graphql(`
  query ChangeSubjects($where: ChangeFilter, $first: Int) {
    changes(where: $where, first: $first, direction: DESC) {
      nodes {
        action
        subjectId
        version
        subject {
          __typename
          id
          ... on Customer {
            firstName
            version
          }
          ... on Address {
            city
            version
          }
          ... on CustomerGroup {
            name
            version
          }
          ... on PriceList {
            title
            version
          }
          ... on Region {
            name
            version
          }
        }
      }
    }
  }
`);
