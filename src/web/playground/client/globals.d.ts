declare module "*.css";

/** The hashed file names of Monaco's workers, filled in by build.js. */
declare const workerFiles: Record<"editor.worker" | "json.worker" | "graphql.worker", string>;
