import { graphql } from "../support/generated/gql.js";

graphql(`
  fragment RegionFields on Region {
    id
    name
    currencyCode
    countries {
      iso2
    }
    metadata
    createdAt
    updatedAt
    deletedAt
    version
  }
`);

export const createRegion = graphql(`
  mutation CreateRegion($input: RegionInput!) {
    regionCreate(input: $input) {
      region {
        ...RegionFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const updateRegion = graphql(`
  mutation UpdateRegion($id: ID!, $input: RegionInput!, $ifVersion: Int) {
    regionUpdate(id: $id, input: $input, ifVersion: $ifVersion) {
      region {
        ...RegionFields
      }
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const deleteRegion = graphql(`
  mutation DeleteRegion($id: ID!, $ifVersion: Int) {
    regionDelete(id: $id, ifVersion: $ifVersion) {
      deletedId
      userErrors {
        ...UserErrorFields
      }
    }
  }
`);

export const readRegion = graphql(`
  query ReadRegion($id: ID!) {
    region(id: $id) {
      ...RegionFields
    }
  }
`);

export const regionsPage = graphql(`
  query RegionsPage($first: Int, $after: String, $last: Int, $before: String, $offset: Int) {
    regions(first: $first, after: $after, last: $last, before: $before, offset: $offset) {
      nodes {
        id
        name
        countries {
          iso2
        }
      }
      pageInfo {
        ...PageInfoFields
      }
      totalCount
    }
  }
`);

export const readCountry = graphql(`
  query ReadCountry($code: String!) {
    country(code: $code) {
      iso2
      hasPostalCodes
      region {
        ...RegionFields
      }
    }
  }
`);

export const readCountries = graphql(`
  query ReadCountries {
    countries {
      iso2
      hasPostalCodes
      region {
        id
      }
    }
  }
`);
