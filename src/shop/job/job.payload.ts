import { ObjectType } from "type-graphql";
import { Payload } from "../../graphql/errors/payload.type.js";

@ObjectType({ description: "The result of starting or cancelling a job.", simpleResolvers: true })
export class JobPayload extends Payload {
  /** The id of the job, which loads `job`. Null if there is none. */
  jobId: string | null = null;
}
