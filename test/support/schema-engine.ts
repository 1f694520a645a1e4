import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as engineBindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { Pool } from "pg";

/**
 * Compares a migrated database with a Prisma schema, offline. Prisma's schema engine runs in WebAssembly.
 * @returns the changes that the database needs to match the schema, or undefined if they match. Checks, functions, partial
 * indexes and indexes on expressions are not compared, because the schema language does not have them.
 */
export async function schemaDrift(pool: Pool, schema: string): Promise<string | undefined> {
  const file = { path: "schema.prisma", content: schema };
  const engine = await openSchemaEngine(pool, schema);
  const { exitCode, stdout } = await engine.diff({
    // The engine would run migrations on the shadow database. This database is already migrated by the server.
    from: {
      tag: "migrations",
      baseDir: "",
      lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"' },
      shadowDbInitScript: "",
      migrationDirectories: [],
    },
    to: { tag: "schemaDatamodel", files: [file] },
    script: false,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  engine.free();
  return exitCode === 0 ? undefined : (stdout ?? "");
}

/** Starts Prisma's schema engine on a database; the caller frees it. */
export async function openSchemaEngine(pool: Pool, schema: string): Promise<engineBindings.SchemaEngine> {
  engineLoaded ??= loadEngine();
  await engineLoaded;
  const adapter = bindMigrationAwareSqlAdapterFactory(adapterFactory(pool));
  return engineBindings.SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => {}, adapter);
}

// Only the types of browsers declare it.
declare const WebAssembly: {
  instantiate(code: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

// Once: the bindings mix up two instances.
let engineLoaded: Promise<void> | undefined;

// The package expects a bundler that imports .wasm files, so it is instantiated by hand.
async function loadEngine(): Promise<void> {
  const file = fileURLToPath(import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const { instance } = await WebAssembly.instantiate(await readFile(file.replace(/\.js$/, ".wasm")), {
    "./schema_engine_bg.js": { ...engineBindings },
  });
  engineBindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}

function adapterFactory(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const { provider, adapterName } = new PrismaPg(pool);
  const connect = async () => readingCatalogChars(await new PrismaPg(pool).connect());
  return { provider, adapterName, connect, connectToShadowDb: connect };
}

const catalogChars = /\b(constr\.contype|con\.confdeltype|con\.confupdtype)\b/g;
const catalogCharNames = new Set(["constraint_type", "confdeltype", "confupdtype"]);

// Three columns of the catalog have the one-byte type "char". The engine needs them, and the adapter cannot read them.
function readingCatalogChars(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw({ ...query, sql: query.sql.replace(catalogChars, "$1::text") });
    const columnTypes = result.columnTypes.map((type, index) =>
      catalogCharNames.has(result.columnNames[index] ?? "") ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
  return adapter;
}
