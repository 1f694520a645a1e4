/** The first parts of the paths of the admin app. `/` belongs to it, too. The server answers them with the app. */
export const adminPaths = [
  "customers",
  "groups",
  "price-lists",
  "regions",
  "import-export",
  "staff",
  "api-keys",
  "profile",
] as const;

export type AdminPath = (typeof adminPaths)[number];
