import { createCustomer, customerPages, customers, findCustomers } from "./customer-examples.js";
import type { Example } from "./example.js";

const customerGroups: Example = {
  query: `# Groups with the number of members
# and the first members.
query CustomerGroups {
  customerGroups(first: 10, sort: [{ field: NAME }]) {
    totalCount
    nodes {
      id
      name
      customers(first: 5) {
        totalCount
        nodes {
          id
          email
        }
      }
    }
  }
}
`,
};

const nodesAndCountry: Example = {
  query: `# Objects of any type by their ids. These are of the
# demo data: put in ids from the other tabs, too.
query NodesAndCountry(
  $ids: [ID!]!
  $code: String!
) {
  nodes(ids: $ids) {
    __typename
    id
    ... on Customer {
      email
    }
    ... on Address {
      city
    }
    ... on CustomerGroup {
      name
    }
  }
  country(code: $code) {
    iso2
    iso3
    numCode
    displayName
  }
}
`,
  variables: `{
  "ids": [
    "cus_01JBK22P4GJQ47DA4R7ZREQ6RH",
    "cuaddr_01JBK22P4GYN5PXGW9V13XTXPX",
    "cusgroup_01HE6N8S00A555V0WCA0PGA60W"
  ],
  "code": "it"
}`,
};

const viewer: Example = {
  query: `# The caller of the request and their scopes.
# A customer has no scopes, only their own record.
query Viewer {
  viewer {
    type
    scopes
    user {
      id
      email
    }
    customer {
      id
      email
    }
    apiKey {
      id
      title
    }
  }
}
`,
};

// There is no example of a log-in, because GraphiQL would store the password. The bar above logs in.
const createApiKey: Example = {
  query: `# Creates an API key for a program, with scopes.
# The secret is shown only once: keep it.
mutation CreateApiKey($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) {
    secret
    apiKey {
      id
      title
      redacted
      scopes
      expiresAt
    }
    userErrors {
      code
      message
      path
    }
  }
}
`,
  variables: `{
  "input": {
    "title": "ERP import",
    "scopes": ["CUSTOMERS_READ", "CUSTOMERS_WRITE"],
    "expiresAt": "2099-12-31T23:59:59Z"
  }
}`,
};

const followChanges: Example = {
  query: `# All changes, when they are made: run it, then
# run "CreateCustomer" in another window.
subscription FollowChanges($where: ChangeFilter) {
  changes(where: $where) {
    id
    at
    action
    subjectType
    subjectId
    actor {
      type
      name
    }
    fields {
      name
      before
      after
    }
  }
}
`,
  variables: `{
  "where": { "subjectType": "CUSTOMER" }
}`,
};

/** The tabs of the first visit. */
export const examples: Example[] = [
  customers,
  findCustomers,
  customerPages,
  createCustomer,
  customerGroups,
  nodesAndCountry,
  viewer,
  createApiKey,
  followChanges,
];
