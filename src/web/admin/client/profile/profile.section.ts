import { CircleUserRound } from "lucide-react";
import { page, type Section } from "../layout/section.js";

export const profileSection: Section = {
  path: "profile",
  label: "Your account",
  icon: CircleUserRound,
  scopes: [],
  isForUsers: true,
  pages: [page("", async () => (await import("./profile-page.js")).ProfilePage)],
};
