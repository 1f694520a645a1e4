import { graphql } from "../support/generated/gql.js";

export const readStatistics = graphql(`
  query ReadStatistics(
    $where: CustomerFilter
    $from: DateTime
    $to: DateTime
    $interval: StatisticsInterval! = MONTH
    $timeZone: String! = "UTC"
    $first: Int! = 10
  ) {
    customerStatistics(where: $where, from: $from, to: $to, interval: $interval, timeZone: $timeZone) {
      total
      registered
      created {
        from
        count
      }
      byCountry(first: $first) {
        count
        country {
          iso2
        }
      }
      byGroup(first: $first) {
        count
        customerGroup {
          id
          name
        }
      }
    }
  }
`);

export const readCreated = graphql(`
  query ReadCreated(
    $where: CustomerFilter
    $from: DateTime
    $to: DateTime
    $interval: StatisticsInterval!
    $timeZone: String!
  ) {
    customerStatistics(where: $where, from: $from, to: $to, interval: $interval, timeZone: $timeZone) {
      created {
        from
        count
      }
    }
  }
`);
