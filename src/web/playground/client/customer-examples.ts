import type { Example } from "./example.js";

export const customers: Example = {
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

export const findCustomers: Example = {
  query: `# Each word of the search must occur in a field,
# and all conditions must match.
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

export const customerPages: Example = {
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

export const createCustomer: Example = {
  query: `# Validation errors are returned in userErrors.
# Run it twice: then the email is taken.
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
