import { Prisma } from "../../database/generated/client.js";
import { columnOf } from "../../database/sql/sql.js";
import { idCondition, textCondition } from "../../graphql/filters/comparison.js";
import { type FilterConditions, filterCondition } from "../../graphql/filters/condition.js";
import { normalizeCurrencyCode } from "../../graphql/input/normalize-text.js";
import type { List } from "../../graphql/pagination/list-definition.js";
import type { PriceListPricesArgs } from "./price.args.js";
import type { PriceListPriceFilter } from "./price-filter.input.js";

const fieldConditions: FilterConditions<PriceListPriceFilter> = {
  variantId: (condition) => idCondition(columnOf("r", "variant_id"), condition),
  currencyCode: (condition) =>
    textCondition(columnOf("r", "currency_code"), condition, { normalize: normalizeCurrencyCode }),
};

/** The prices of a price list in the order of the input. A deleted price list keeps its prices. */
export const pricesOfPriceList: List<PriceListPricesArgs> = {
  name: "PriceListPrice",
  alias: "r",
  columns: {
    variantId: "variant_id",
    currencyCode: "currency_code",
    amount: "amount",
    minQuantity: "min_quantity",
    maxQuantity: "max_quantity",
  },
  alwaysSelected: ["variantId"],
  id: columnOf("r", "position"),
  idType: "integer",
  sortKeys: {},
  keepsRowsOfDeletedParent: true,
  rows: ({ where }) => ({
    from: Prisma.sql`price_list_price r`,
    condition: Prisma.sql`r.price_list_id = parent.id AND ${filterCondition(where, fieldConditions, { name: "price_list_price", alias: "r" }).sql(true)}`,
  }),
};
