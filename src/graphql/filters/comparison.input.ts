import { Field, ID, InputType } from "type-graphql";
import { InputCost } from "../cost/cost.js";
import { Json } from "../json/json.scalar.js";
import { DateTime } from "../scalars/date-time.js";

/** Cost of comparing a column with a value. */
const exactCost = 0.005;
/** Cost of folding a text and searching it for another text. */
const textCost = 0.05;
const metadataCost = 0.02;

const combine = "Conditions in one object are all required.";

@InputType({ description: `A condition on an id; compared exactly. ${combine}` })
export class IDFilter {
  @InputCost({ perRow: exactCost, isExact: true })
  @Field(() => ID, { nullable: true, description: "Is this id; `null`: has none." })
  eq?: string | null;

  @InputCost({ perRow: exactCost })
  @Field(() => ID, { nullable: true, description: "Is not this id, or has none; `null`: has one." })
  ne?: string | null;

  @InputCost({ perRow: exactCost, isExact: true })
  @Field(() => [ID], { nullable: true, description: "Is one of these ids; an empty list matches nothing." })
  in?: string[] | null;

  @InputCost({ perRow: exactCost })
  @Field(() => [ID], { nullable: true, description: "Is none of these ids, or has none." })
  notIn?: string[] | null;
}

@InputType({
  description: `A condition on a text. \`eq\`, \`ne\`, \`in\` and \`notIn\` compare exactly; \`contains\`, \`startsWith\` and \`endsWith\` ignore case (full Unicode case folding: \`ß\` is \`SS\`) and invisible characters, not accents, and take every character literally. All take a text in the normal form of the field: trimmed, an email in lower case with its domain in Unicode. ${combine}`,
})
export class StringFilter {
  @InputCost({ perRow: exactCost, isExact: true })
  @Field(() => String, { nullable: true, description: "Is this text; `null`: has none." })
  eq?: string | null;

  @InputCost({ perRow: exactCost })
  @Field(() => String, { nullable: true, description: "Is not this text, or has none; `null`: has one." })
  ne?: string | null;

  @InputCost({ perRow: exactCost, isExact: true })
  @Field(() => [String], { nullable: true, description: "Is one of these texts; an empty list matches nothing." })
  in?: string[] | null;

  @InputCost({ perRow: exactCost })
  @Field(() => [String], { nullable: true, description: "Is none of these texts, or has none." })
  notIn?: string[] | null;

  @InputCost({ perRow: textCost })
  @Field(() => String, { nullable: true, description: "Has this text anywhere in it, ignoring case." })
  contains?: string | null;

  @InputCost({ perRow: textCost })
  @Field(() => String, { nullable: true, description: "Begins with this text, ignoring case." })
  startsWith?: string | null;

  @InputCost({ perRow: textCost })
  @Field(() => String, { nullable: true, description: "Ends with this text, ignoring case." })
  endsWith?: string | null;

  @InputCost({ perRow: exactCost })
  @Field(() => Boolean, { nullable: true, description: "`true`: has no value; `false`: has one." })
  isNull?: boolean | null;
}

@InputType({ description: `A condition on a moment, to the millisecond. ${combine}` })
export class DateTimeFilter {
  @InputCost({ perRow: exactCost })
  @Field(() => DateTime, { nullable: true, description: "At this moment; `null`: has none." })
  eq?: Date | null;

  @InputCost({ perRow: exactCost })
  @Field(() => DateTime, { nullable: true, description: "Before this moment." })
  lt?: Date | null;

  @InputCost({ perRow: exactCost })
  @Field(() => DateTime, { nullable: true, description: "At or before this moment." })
  lte?: Date | null;

  @InputCost({ perRow: exactCost })
  @Field(() => DateTime, { nullable: true, description: "After this moment." })
  gt?: Date | null;

  @InputCost({ perRow: exactCost })
  @Field(() => DateTime, { nullable: true, description: "At or after this moment." })
  gte?: Date | null;

  @InputCost({ perRow: exactCost })
  @Field(() => Boolean, { nullable: true, description: "`true`: has no value; `false`: has one." })
  isNull?: boolean | null;
}

@InputType({
  description: `A condition on one key of \`metadata\`: at least one of \`equals\` and \`exists\`. ${combine}`,
})
export class MetadataFilter {
  @Field(() => [String], {
    description:
      'The names of the keys from the outermost object inwards, such as `["erp","id"]`; 1 to 10 of them. A name leads to a key of an object, never to an element of a list: compare the whole list with `equals`.',
  })
  path!: string[];

  @InputCost({ perRow: metadataCost })
  @Field(() => Json, {
    nullable: true,
    description: "The value at the path is this JSON; `null`: it is JSON's null.",
  })
  equals?: unknown;

  @InputCost({ perRow: metadataCost })
  @Field(() => Boolean, {
    nullable: true,
    description: "`true`: the path leads to a value, be it null; `false`: it does not.",
  })
  exists?: boolean | null;
}
