import { graphql } from "../support/generated/gql.js";

export const readExternalIds = graphql(`
  query ReadExternalIds($where: CustomerFilter, $deleted: DeletedScope! = EXCLUDE) {
    customers(where: $where, deleted: $deleted) {
      totalCount
      nodes {
        id
        version
        externalIds {
          system
          value
        }
      }
    }
  }
`);

export const readGroupExternalIds = graphql(`
  query ReadGroupExternalIds($where: CustomerGroupFilter, $deleted: DeletedScope! = EXCLUDE) {
    customerGroups(where: $where, deleted: $deleted) {
      totalCount
      nodes {
        id
        version
        externalIds {
          system
          value
        }
      }
    }
  }
`);

export const findByExternalId = graphql(`
  query FindByExternalId($system: String!, $value: String!) {
    customerByExternalId(system: $system, value: $value) {
      id
    }
  }
`);
