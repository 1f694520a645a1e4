import { defineConfig } from "prisma/config";

// `prisma generate` and `prisma validate` run in WebAssembly, yet first look for a native engine to download. Pointing
// them at a file that exists keeps them off the network. All other commands (`prisma migrate …`) still use that engine.
if (process.argv.some((argument) => argument === "generate" || argument === "validate")) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
  process.env.CHECKPOINT_DISABLE ??= "1";
}

const url = process.env.DATABASE_URL;

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  ...(url === undefined ? {} : { datasource: { url } }),
});
