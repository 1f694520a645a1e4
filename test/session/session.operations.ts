import { graphql } from "../support/generated/gql.js";

export const readSessions = graphql(`
  query Sessions {
    viewer {
      sessions {
        id
        createdAt
        lastUsedAt
        expiresAt
        userAgent
        isCurrent
      }
    }
  }
`);

export const logOut = graphql(`
  mutation LogOut {
    logout {
      ended
      userErrors {
        code
        path
        message
      }
    }
  }
`);

export const endSessions = graphql(`
  mutation EndSessions($id: ID, $allOthers: Boolean! = false) {
    sessionsEnd(id: $id, allOthers: $allOthers) {
      ended
      userErrors {
        code
        path
        message
        ... on NotFoundError {
          ids
        }
      }
    }
  }
`);
