import { ArrowDownUp } from "lucide-react";
import { page, type Section } from "../layout/section.js";

export const importExportSection: Section = {
  path: "import-export",
  label: "Import and export",
  icon: ArrowDownUp,
  scopes: ["JOBS_MANAGE"],
  pages: [
    page("", async () => (await import("./jobs-page.js")).JobsPage),
    page("import", async () => (await import("./import-page.js")).ImportPage, ["CUSTOMERS_WRITE"]),
    page("export", async () => (await import("./export-page.js")).ExportPage, ["CUSTOMERS_READ"]),
    page(":id", async () => (await import("./job-page.js")).JobPage),
  ],
};
