import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment UserFields on User {
    id
    email
    firstName
    lastName
    scopes
    createdAt
    updatedAt
  }
`);

export const createUser = graphql(`
  mutation CreateUser($input: UserCreateInput!) {
    userCreate(input: $input) {
      user {
        ...UserFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const updateUser = graphql(`
  mutation UpdateUser($id: ID!, $input: UserUpdateInput!) {
    userUpdate(id: $id, input: $input) {
      user {
        ...UserFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const deleteUser = graphql(`
  mutation DeleteUser($id: ID!) {
    userDelete(id: $id) {
      deletedId
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const usersPage = graphql(`
  query UsersPage($first: Int, $after: String, $last: Int, $before: String, $offset: Int, $search: String) {
    users(first: $first, after: $after, last: $last, before: $before, offset: $offset, search: $search) {
      totalCount
      nodes {
        ...UserFields
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
