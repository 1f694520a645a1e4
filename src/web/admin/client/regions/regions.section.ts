import { Globe } from "lucide-react";
import { page, type Section } from "../layout/section.js";

export const regionsSection: Section = {
  path: "regions",
  label: "Regions",
  icon: Globe,
  scopes: [],
  pages: [
    page("", async () => (await import("./regions-page.js")).RegionsPage),
    page("new", async () => (await import("./new-region-page.js")).NewRegionPage, ["REGIONS_WRITE"]),
    page(":id", async () => (await import("./region-page.js")).RegionPage),
    page(":id/edit", async () => (await import("./edit-region-page.js")).EditRegionPage, ["REGIONS_WRITE"]),
  ],
};
