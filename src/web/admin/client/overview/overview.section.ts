import { LayoutDashboard } from "lucide-react";
import { page, type Section } from "../layout/section.js";

export const overviewSection: Section = {
  path: "",
  label: "Overview",
  icon: LayoutDashboard,
  scopes: ["CUSTOMERS_READ"],
  pages: [page("", async () => (await import("./overview-page.js")).OverviewPage)],
};
