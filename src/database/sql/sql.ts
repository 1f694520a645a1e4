import type { Prisma } from "../generated/client.js";

/** An SQL fragment with its parameter values. */
export type Sql = Prisma.Sql;
