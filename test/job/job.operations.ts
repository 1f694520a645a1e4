import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment JobState on Job {
    id
    kind
    status
    total
    processed
    created
    updated
    unchanged
    failed
    dryRun
    failure
    resultPath
    createdBy
    createdAt
    startedAt
    finishedAt
  }
`);

export const readJob = graphql(`
  query ReadJob($id: ID!) {
    job(id: $id) {
      ...JobState
    }
    node(id: $id) {
      __typename
      id
    }
    nodes(ids: [$id]) {
      id
    }
  }
`);

export const readJobErrors = graphql(`
  query ReadJobErrors($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    job(id: $id) {
      errors(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        edges {
          cursor
        }
        nodes {
          line
          code
          message
          column
          path
        }
      }
    }
  }
`);

export const readJobs = graphql(`
  query ReadJobs($first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
    jobs(first: $first, after: $after, last: $last, before: $before, offset: $offset) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
      }
    }
  }
`);

export const cancelJob = graphql(`
  mutation CancelJob($id: ID!) {
    jobCancel(id: $id) {
      job {
        id
        status
        finishedAt
      }
      userErrors {
        code
        message
        path
      }
    }
  }
`);
