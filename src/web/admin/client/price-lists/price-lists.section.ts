import { BadgePercent } from "lucide-react";
import { page, type Section } from "../layout/section.js";

export const priceListsSection: Section = {
  path: "price-lists",
  label: "Price lists",
  icon: BadgePercent,
  scopes: ["PRICE_LISTS_READ"],
  pages: [
    page("", async () => (await import("./price-lists-page.js")).PriceListsPage),
    page("new", async () => (await import("./new-price-list-page.js")).NewPriceListPage, ["PRICE_LISTS_WRITE"]),
    page(":id", async () => (await import("./price-list-page.js")).PriceListPage),
    page(":id/edit", async () => (await import("./edit-price-list-page.js")).EditPriceListPage, ["PRICE_LISTS_WRITE"]),
    page(":id/prices", async () => (await import("./edit-prices-page.js")).EditPricesPage, ["PRICE_LISTS_WRITE"]),
  ],
};
