/** The part of the API's schema that the jobs use. */
export const schema = `
  scalar DateTime

  type Query {
    customer(id: ID!): Customer
    customers(first: Int, after: String, offset: Int, search: String, sort: [CustomerSortInput!]): CustomerConnection!
    customerGroup(id: ID!): CustomerGroup
  }

  type Mutation {
    customerCreate(input: CustomerCreateInput!): CustomerPayload!
    customerGroupAddCustomers(id: ID!, customerIds: [ID!]!): CustomerGroupMembersPayload!
  }

  type Customer {
    id: ID!
    email: String
    firstName: String
    lastName: String
    companyName: String
    phone: String
    hasAccount: Boolean!
    createdAt: DateTime!
    addresses(first: Int): AddressConnection!
    groups(first: Int): CustomerGroupConnection!
  }

  type Address {
    id: ID!
    firstName: String
    lastName: String
    company: String
    address1: String
    address2: String
    city: String
    postalCode: String
    countryCode: String
    isDefaultShipping: Boolean!
  }

  type CustomerGroup {
    id: ID!
    name: String!
    customers(first: Int): CustomerConnection!
  }

  type CustomerConnection {
    nodes: [Customer!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }

  type AddressConnection {
    nodes: [Address!]!
  }

  type CustomerGroupConnection {
    nodes: [CustomerGroup!]!
  }

  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }

  input CustomerSortInput {
    field: CustomerSortField!
    direction: SortDirection!
  }

  enum CustomerSortField {
    CREATED_AT
  }

  enum SortDirection {
    DESC
  }

  input CustomerCreateInput {
    email: String
    firstName: String
    lastName: String
  }

  type CustomerPayload {
    customer: Customer
    userErrors: [UserError!]!
  }

  type CustomerGroupMembersPayload {
    customerGroup: CustomerGroup
    added: Int!
    userErrors: [UserError!]!
  }

  type UserError {
    code: String!
  }
`;
