import { Field, ID, InputType } from "type-graphql";
import { exactCost, InputCost } from "../cost/cost.js";
import { Json } from "../json/json.scalar.js";
import { DateTime } from "../scalars/date-time.js";

/** Cost of folding a text and searching it for another text. */
const textCost = 0.05;
/** Cost of comparing a value of metadata. */
const metadataConditionCost = 0.02;

const combine = "All conditions in one object must match.";

@InputType({ description: `A condition on an id. The comparison is exact. ${combine}` })
export class IDFilter {
  @InputCost({ perRow: exactCost, isExact: true })
  @Field(() => ID, { nullable: true, description: "Equals this id. `null`: there is no id." })
  eq?: string | null;

  @InputCost({ perRow: exactCost })
  @Field(() => ID, {
    nullable: true,
    description: "Does not equal this id, or there is no id. `null`: there is an id.",
  })
  ne?: string | null;

  @InputCost({ perRow: exactCost, isExact: true })
  @Field(() => [ID], { nullable: true, description: "Equals one of these ids. An empty list matches nothing." })
  in?: string[] | null;

  @InputCost({ perRow: exactCost })
  @Field(() => [ID], { nullable: true, description: "Equals none of these ids, or there is no id." })
  notIn?: string[] | null;
}

@InputType({
  description: `A condition on a text. \`eq\`, \`ne\`, \`in\` and \`notIn\` compare exactly. \`contains\`, \`startsWith\` and \`endsWith\` ignore case (full Unicode case folding: \`ß\` equals \`SS\`) and invisible characters, but not accents. They have no wildcards. All normalize their text as the field does: it is trimmed, and an email is in lower case with its domain in Unicode. ${combine}`,
})
export class StringFilter {
  @InputCost({ perRow: exactCost, isExact: true })
  @Field(() => String, { nullable: true, description: "Equals this text. `null`: there is no text." })
  eq?: string | null;

  @InputCost({ perRow: exactCost })
  @Field(() => String, {
    nullable: true,
    description: "Does not equal this text, or there is no text. `null`: there is a text.",
  })
  ne?: string | null;

  @InputCost({ perRow: exactCost, isExact: true })
  @Field(() => [String], { nullable: true, description: "Equals one of these texts. An empty list matches nothing." })
  in?: string[] | null;

  @InputCost({ perRow: exactCost })
  @Field(() => [String], { nullable: true, description: "Equals none of these texts, or there is no text." })
  notIn?: string[] | null;

  @InputCost({ perRow: textCost })
  @Field(() => String, { nullable: true, description: "Contains this text. Case is ignored." })
  contains?: string | null;

  @InputCost({ perRow: textCost })
  @Field(() => String, { nullable: true, description: "Starts with this text. Case is ignored." })
  startsWith?: string | null;

  @InputCost({ perRow: textCost })
  @Field(() => String, { nullable: true, description: "Ends with this text. Case is ignored." })
  endsWith?: string | null;

  @InputCost({ perRow: exactCost })
  @Field(() => Boolean, { nullable: true, description: "`true`: there is no value. `false`: there is a value." })
  isNull?: boolean | null;
}

@InputType({ description: `A condition on a timestamp, exact to the millisecond. ${combine}` })
export class DateTimeFilter {
  @InputCost({ perRow: exactCost })
  @Field(() => DateTime, { nullable: true, description: "At this time. `null`: there is no time." })
  eq?: Date | null;

  @InputCost({ perRow: exactCost })
  @Field(() => DateTime, { nullable: true, description: "Before this time." })
  lt?: Date | null;

  @InputCost({ perRow: exactCost })
  @Field(() => DateTime, { nullable: true, description: "At or before this time." })
  lte?: Date | null;

  @InputCost({ perRow: exactCost })
  @Field(() => DateTime, { nullable: true, description: "After this time." })
  gt?: Date | null;

  @InputCost({ perRow: exactCost })
  @Field(() => DateTime, { nullable: true, description: "At or after this time." })
  gte?: Date | null;

  @InputCost({ perRow: exactCost })
  @Field(() => Boolean, { nullable: true, description: "`true`: there is no value. `false`: there is a value." })
  isNull?: boolean | null;
}

@InputType({
  description: `A condition on one key of \`metadata\`. It needs \`equals\`, \`exists\` or both. ${combine}`,
})
export class MetadataFilter {
  @Field(() => [String], {
    description:
      'The path of the key: 1 to 10 names, starting at the outermost object, such as `["erp","id"]`. A name selects a key of an object, not an element of a list. To compare a list, use `equals` with the whole list.',
  })
  path!: string[];

  @InputCost({ perRow: metadataConditionCost })
  @Field(() => Json, {
    nullable: true,
    description: "The value at the path equals this JSON. `null`: the value is JSON null.",
  })
  equals?: unknown;

  @InputCost({ perRow: metadataConditionCost })
  @Field(() => Boolean, {
    nullable: true,
    description: "`true`: the path exists, also if its value is null. `false`: the path does not exist.",
  })
  exists?: boolean | null;
}
