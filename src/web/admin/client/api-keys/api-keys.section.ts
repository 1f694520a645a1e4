import { KeyRound } from "lucide-react";
import { page, type Section } from "../layout/section.js";

export const apiKeysSection: Section = {
  path: "api-keys",
  label: "API keys",
  icon: KeyRound,
  scopes: ["API_KEYS_MANAGE"],
  pages: [
    page("", async () => (await import("./api-keys-page.js")).ApiKeysPage),
    page("new", async () => (await import("./new-api-key-page.js")).NewApiKeyPage),
  ],
};
