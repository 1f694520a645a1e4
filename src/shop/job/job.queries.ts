import type { Context } from "../../access/context.js";
import type { PageArgs } from "../../graphql/pagination/connection.args.js";
import type { Connection } from "../../graphql/pagination/connection.type.js";
import { rootConnection } from "../../graphql/pagination/list.js";
import type { SelectionInfo } from "../../graphql/pagination/selection.js";
import { allJobs } from "./job.list.js";
import { createJobLoaders, seesAllJobs } from "./job.loaders.js";
import type { ReadableJob } from "./job.type.js";

/** The jobs that the caller may see. */
export function readJobs(context: Context, args: PageArgs, info: SelectionInfo): Connection<ReadableJob> {
  const { db, caller } = context;
  if (seesAllJobs(caller)) return rootConnection(db, allJobs, args, info);
  const parent = { id: caller?.id ?? "", deletedAt: null };
  return context.loaders(createJobLoaders).ofCaller.forParent(parent, args, info);
}
