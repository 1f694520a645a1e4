import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment ApiKeyFields on ApiKey {
    id
    title
    redacted
    scopes
    createdBy
    createdAt
    lastUsedAt
    expiresAt
    revokedAt
  }
`);

export const createApiKey = graphql(`
  mutation CreateApiKey($input: ApiKeyCreateInput!) {
    apiKeyCreate(input: $input) {
      secret
      apiKey {
        ...ApiKeyFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const revokeApiKey = graphql(`
  mutation RevokeApiKey($id: ID!) {
    apiKeyRevoke(id: $id) {
      secret
      apiKey {
        ...ApiKeyFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const apiKeysPage = graphql(`
  query ApiKeysPage($first: Int, $after: String) {
    apiKeys(first: $first, after: $after) {
      totalCount
      nodes {
        ...ApiKeyFields
      }
      edges {
        cursor
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
      }
    }
  }
`);

export const readViewer = graphql(`
  query ReadViewer {
    viewer {
      type
      scopes
      user {
        id
      }
      apiKey {
        id
        lastUsedAt
      }
      customer {
        id
      }
    }
  }
`);
