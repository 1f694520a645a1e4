/** The documents of the jobs. All servers get the same documents. */

const customerFields = "id email firstName lastName companyName phone hasAccount createdAt";
const addressFields = "id firstName lastName company address1 address2 city postalCode countryCode isDefaultShipping";
const addresses = `addresses(first: 10) { nodes { ${addressFields} } }`;
const groups = "groups(first: 10) { nodes { id name } }";

/** The documents by the name of their operation. */
export const documents = {
  Customer: `query Customer($id: ID!) { customer(id: $id) { ${customerFields} } }`,
  CustomerWithLists: `query CustomerWithLists($id: ID!) { customer(id: $id) { ${customerFields} ${addresses} ${groups} } }`,
  Customers: `query Customers($after: String) { customers(first: 50, after: $after) { nodes { ${customerFields} } } }`,
  CustomersWithLists: `query CustomersWithLists($after: String) {
    customers(first: 50, after: $after) { nodes { ${customerFields} ${addresses} ${groups} } }
  }`,
  Group: `query Group($id: ID!) {
    customerGroup(id: $id) { id name customers(first: 50) { nodes { ${customerFields} ${addresses} } } }
  }`,
  Search: `query Search($search: String!) {
    customers(search: $search, first: 20) { totalCount nodes { ${customerFields} } }
  }`,
  SearchNewest: `query SearchNewest($search: String!) {
    customers(search: $search, first: 20, sort: [{ field: CREATED_AT, direction: DESC }]) { totalCount nodes { ${customerFields} } }
  }`,
  PageByOffset: `query PageByOffset($offset: Int!) {
    customers(first: 50, offset: $offset) { nodes { ${customerFields} } pageInfo { hasNextPage endCursor } }
  }`,
  PageByCursor: `query PageByCursor($after: String!) {
    customers(first: 50, after: $after) { nodes { ${customerFields} } pageInfo { hasNextPage endCursor } }
  }`,
  CustomerCreate: `mutation CustomerCreate($email: String!, $firstName: String!, $lastName: String!) {
    customerCreate(input: { email: $email, firstName: $firstName, lastName: $lastName }) {
      customer { id email createdAt }
      userErrors { code }
    }
  }`,
  GroupAddCustomers: `mutation GroupAddCustomers($id: ID!, $customerIds: [ID!]!) {
    customerGroupAddCustomers(id: $id, customerIds: $customerIds) { customerGroup { id } added userErrors { code } }
  }`,
} as const;

export type OperationName = keyof typeof documents;
