/** An operation the page offers in a tab of its own, on first opening. */
export interface Example {
  query: string;
  variables?: string;
}

const customers: Example = {
  query: `# Customers with their addresses and groups.
# Run it with Ctrl-Enter.
query Customers {
  customers(first: 10) {
    totalCount
    nodes {
      id
      email
      firstName
      lastName
      companyName
      hasAccount
      addresses(first: 5) {
        nodes {
          id
          address1
          postalCode
          city
          country {
            displayName
          }
          isDefaultShipping
        }
      }
      groups(first: 5) {
        nodes {
          id
          name
        }
      }
    }
  }
}
`,
};

const findCustomers: Example = {
  query: `# Every word of the search must occur somewhere,
# and every condition must hold.
query FindCustomers(
  $search: String
  $where: CustomerFilter
) {
  customers(
    search: $search
    where: $where
    first: 10
  ) {
    totalCount
    nodes {
      id
      email
      firstName
      lastName
      createdAt
    }
  }
}
`,
  variables: `{
  "search": "example",
  "where": {
    "email": { "isNull": false },
    "or": [
      { "hasAccount": true },
      { "addresses": { "some": { "countryCode": { "in": ["de", "fr", "it"] } } } }
    ]
  }
}`,
};

const customerPages: Example = {
  query: `# For the next page put endCursor into the variable "after".
query CustomerPages($first: Int!, $after: String) {
  customers(
    first: $first
    after: $after
    sort: [{ field: CREATED_AT, direction: DESC }]
  ) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      email
      createdAt
    }
  }
}
`,
  variables: `{
  "first": 5,
  "after": null
}`,
};

const createCustomer: Example = {
  query: `# What a form can fix comes back in userErrors.
# Run it twice: the email is taken then.
mutation CreateCustomer($input: CustomerCreateInput!) {
  customerCreate(input: $input) {
    customer {
      id
      email
      version
      defaultShippingAddress {
        id
        city
      }
    }
    userErrors {
      code
      message
      path
      ... on TakenError {
        existingId
      }
      ... on NotFoundError {
        ids
      }
    }
  }
}
`,
  variables: `{
  "input": {
    "email": "new.customer@example.com",
    "addresses": [
      {
        "addressName": "Home",
        "address1": "1 Station Road",
        "postalCode": "00184",
        "city": "Rome",
        "countryCode": "it",
        "isDefaultShipping": true
      }
    ],
    "groupIds": []
  }
}`,
};

const customerGroups: Example = {
  query: `# Groups: how many members, and the first of them.
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
  query: `# Anything by its id: put ids from the other tabs
# into the variable "ids".
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
  "ids": ["cus_00000000000000000000000000"],
  "code": "it"
}`,
};

const viewer: Example = {
  query: `# Who you are, and what you may do.
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

// An example of a log-in would invite to type a password where GraphiQL keeps it: the bar above logs in instead.
const createApiKey: Example = {
  query: `# An API key for a program, with what it may do.
# Its secret is shown this once: keep it.
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
  query: `# Changes as they are made, by whomever: run it, then
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

/** The tabs of a first visit. */
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
