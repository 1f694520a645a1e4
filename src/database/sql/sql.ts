import type { Prisma } from "../generated/client.js";

/** A piece of SQL with its values apart from its text. */
export type Sql = Prisma.Sql;
