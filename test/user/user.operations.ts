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
