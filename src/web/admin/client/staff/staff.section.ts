import { IdCard } from "lucide-react";
import { page, type Section } from "../layout/section.js";

export const staffSection: Section = {
  path: "staff",
  label: "Staff",
  icon: IdCard,
  scopes: ["USERS_MANAGE"],
  pages: [
    page("", async () => (await import("./staff-page.js")).StaffPage),
    page("new", async () => (await import("./new-staff-page.js")).NewStaffPage),
    page("invite", async () => (await import("./invite-page.js")).InvitePage),
    page(":id", async () => (await import("./edit-staff-page.js")).EditStaffPage),
  ],
};
