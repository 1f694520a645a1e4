import { Tags } from "lucide-react";
import { page, type Section } from "../layout/section.js";

export const groupsSection: Section = {
  path: "groups",
  label: "Groups",
  icon: Tags,
  scopes: ["CUSTOMER_GROUPS_READ"],
  pages: [
    page("", async () => (await import("./groups-page.js")).GroupsPage),
    page("new", async () => (await import("./new-group-page.js")).NewGroupPage, ["CUSTOMER_GROUPS_WRITE"]),
    page(":id", async () => (await import("./group-page.js")).GroupPage),
    page(":id/edit", async () => (await import("./edit-group-page.js")).EditGroupPage, ["CUSTOMER_GROUPS_WRITE"]),
  ],
};
