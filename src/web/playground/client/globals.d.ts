declare module "*.css";

/** The hashed file names of Monaco's workers, filled in by build.js. */
declare const WORKER_FILES: Record<"editor.worker" | "json.worker" | "graphql.worker", string>;
