import { Users } from "lucide-react";
import { page, type Section } from "../layout/section.js";

export const customersSection: Section = {
  path: "customers",
  label: "Customers",
  icon: Users,
  scopes: ["CUSTOMERS_READ"],
  pages: [
    page("", async () => (await import("./customers-page.js")).CustomersPage),
    page("new", async () => (await import("./new-customer-page.js")).NewCustomerPage, ["CUSTOMERS_WRITE"]),
    page(":id", async () => (await import("../customer/customer-page.js")).CustomerPage),
    page(":id/edit", async () => (await import("../customer/edit-customer-page.js")).EditCustomerPage, [
      "CUSTOMERS_WRITE",
    ]),
  ],
};
