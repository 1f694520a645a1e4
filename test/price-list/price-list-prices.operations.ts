import { graphql } from "../support/generated/gql.js";

export const pricesPage = graphql(`
  query PricesPage(
    $id: ID!
    $first: Int
    $after: String
    $last: Int
    $before: String
    $offset: Int
    $where: PriceListPriceFilter
  ) {
    priceList(id: $id) {
      prices(first: $first, after: $after, last: $last, before: $before, offset: $offset, where: $where) {
        nodes {
          variantId
        }
        pageInfo {
          ...PageInfoFields
        }
        totalCount
      }
    }
  }
`);

export const pricesOfManyPriceLists = graphql(`
  query PricesOfManyPriceLists {
    priceLists {
      nodes {
        id
        prices(first: 1) {
          totalCount
          nodes {
            variantId
          }
        }
        others: prices(first: 1, offset: 1) {
          nodes {
            variantId
          }
        }
      }
    }
  }
`);
