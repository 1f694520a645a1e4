import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment FollowedChange on Change {
    id
    at
    action
    subjectType
    subjectId
    requestId
    version
    actor {
      type
      id
      name
    }
    fields {
      name
      before
      after
    }
  }
`);

export const followChanges = graphql(`
  subscription FollowChanges($where: ChangeFilter) {
    changes(where: $where) {
      ...FollowedChange
    }
  }
`);

export const readAllChanges = graphql(`
  query ReadAllChanges($where: ChangeFilter, $after: String) {
    changes(where: $where, after: $after, first: 250) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...FollowedChange
      }
    }
  }
`);

export const followSubjects = graphql(`
  subscription FollowSubjects($where: ChangeFilter) {
    changes(where: $where) {
      action
      requestId
      version
      subject {
        __typename
        id
        ... on Customer {
          firstName
          version
        }
      }
    }
  }
`);
