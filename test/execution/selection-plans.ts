import fc from "fast-check";
import {
  doTypesOverlap,
  GraphQLBoolean,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLNamedType,
  GraphQLNonNull,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isIntrospectionType,
  isLeafType,
  isRequiredArgument,
  isUnionType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from "graphql";
import { inPercent, usually } from "./chances.js";
import { type InputPlans, placeOf } from "./input-plans.js";
import type { InputFields, SelectionPlan } from "./operation-plan.js";

type Field = GraphQLField<unknown, unknown>;

/** The maximum number of fragments directly inside each other. */
const fragmentLevels = 2;
/** The maximum number of nested lists of introspection. The limit of graphql-js is not exceeded. */
const introspectionLevels = 3;

// Few keys, so that they are equal to each other and to the names of fields.
const aliases = fc.constantFrom("a", "b", "id", "name", "nodes");

const pageArguments = new Set(["first", "last", "after", "before", "offset"]);
/** The arguments of a page: usually a small one, sometimes one that is too large. */
const pages: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(["first"], ["last"], ["first"], ["first", "after"], ["last", "before"]) },
  { weight: 6, arbitrary: fc.constantFrom(["first", "offset"], ["first", "after", "before"], ["before"], []) },
  { weight: 1, arbitrary: fc.constantFrom(["first", "last"], ["offset", "after"], ["last", "offset"]) },
);

const noInputs: InputFields = {};

/** Plans the selections of a schema's types. */
export class SelectionPlans {
  private readonly made = new Map<string, fc.Arbitrary<readonly SelectionPlan[]>>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly inputs: InputPlans,
  ) {}

  /** One to four selections of a type, with at most this number of nested objects. */
  of(parent: GraphQLCompositeType, levels: number, fragments = fragmentLevels): fc.Arbitrary<readonly SelectionPlan[]> {
    const key = `${parent} ${levels} ${fragments}`;
    const made = this.made.get(key) ?? this.make(parent, levels, fragments);
    this.made.set(key, made);
    return made;
  }

  private make(parent: GraphQLCompositeType, levels: number, fragments: number) {
    const fields = isUnionType(parent) ? [] : Object.values(parent.getFields());
    const isQuery = parent === this.schema.getQueryType();
    const groups: [weight: number, fields: readonly Field[]][] = [
      [1, [TypeNameMetaFieldDef]],
      [6, fields.filter(isLeaf)],
      [levels > 1 ? 9 : 0, fields.filter((field) => !isLeaf(field))],
      [levels > 1 && isQuery ? 1 : 0, [SchemaMetaFieldDef, TypeMetaFieldDef]],
    ];
    const choices = groups
      .filter(([weight, { length }]) => weight > 0 && length > 0)
      .map(([weight, fields]) => ({
        weight,
        arbitrary: fc.oneof(...fields.map((field) => this.field(parent, field, levels))),
      }));
    if (fragments > 0) {
      choices.push({ weight: isAbstractType(parent) ? 12 : 2, arbitrary: this.fragment(parent, levels, fragments) });
    }
    return fc.array(fc.oneof({ withCrossShrink: true }, ...choices), { minLength: 1, maxLength: 4 });
  }

  private field(parent: GraphQLCompositeType, field: Field, levels: number): fc.Arbitrary<SelectionPlan> {
    const type = getNamedType(field.type);
    const below = Math.min(levels - 1, maxLevelsBelow(parent, type));
    const selections = isCompositeType(type) ? this.of(type, below) : undefined;
    return fc.record({
      kind: fc.constant("field" as const),
      field: fc.constant(field),
      alias: inPercent(20, aliases),
      args: this.args(parent, field),
      directives: this.directives(),
      selections: selections ?? fc.constant(undefined),
      again: inPercent(6, selections ?? fc.constant([])),
    });
  }

  private fragment(parent: GraphQLCompositeType, levels: number, fragments: number): fc.Arbitrary<SelectionPlan> {
    const on = (type: GraphQLCompositeType | undefined) =>
      fc.record({
        kind: fc.constant("fragment" as const),
        on: fc.constant(type),
        directives: this.directives(),
        selections: this.of(type ?? parent, levels, fragments - 1),
        named: inPercent(type === undefined ? 0 : 60, fc.nat({ max: 3 })),
      });
    const types = Object.values(this.schema.getTypeMap()).filter(isCompositeType);
    return fc.oneof(on(undefined), ...types.filter((type) => doTypesOverlap(this.schema, parent, type)).map(on));
  }

  private args(parent: GraphQLCompositeType, { name, args }: Field): fc.Arbitrary<InputFields> {
    if (args.length === 0) return fc.constant(noInputs);
    const isList = args.some((argument) => argument.name === "first");
    const inputs = args.map((argument) => {
      const input = this.inputs.at(placeOf(`${parent}.${name}`, argument));
      const isGiven = isRequiredArgument(argument) || (isList && pageArguments.has(argument.name));
      return [argument.name, isGiven ? input : inPercent(25, input)] as const;
    });
    const all = fc.record(Object.fromEntries(inputs));
    if (!isList) return all;
    // The cursors of the pool are cursors of lists without a sort.
    return fc.tuple(all, pages, usually(9, fc.constant(true), fc.constant(false))).map(([given, page, cursorFits]) => {
      const isSorted = cursorFits && given.sort !== undefined;
      const isUsed = (argument: string) => !pageArguments.has(argument) || page.includes(argument);
      const fits = (argument: string) => !(isSorted && (argument === "after" || argument === "before"));
      return Object.fromEntries(Object.entries(given).filter(([argument]) => isUsed(argument) && fits(argument)));
    });
  }

  private directives(): fc.Arbitrary<InputFields> {
    const place = { type: new GraphQLNonNull(GraphQLBoolean), hasDefault: false };
    const condition = (name: string) => inPercent(50, this.inputs.at({ name: `${name}.if`, ...place }));
    const some = fc.record({ skip: condition("skip"), include: condition("include") });
    return usually(8, fc.constant(noInputs), some);
  }
}

/** Each region has all countries in the cost of an operation, so `countries { region { countries } }` is over the limit. */
function maxLevelsBelow(parent: GraphQLCompositeType, type: GraphQLNamedType): number {
  if (isIntrospectionType(type)) return introspectionLevels;
  return parent.name === "Country" && type.name === "Region" ? 1 : Number.POSITIVE_INFINITY;
}

function isLeaf({ type }: Field): boolean {
  return isLeafType(getNamedType(type));
}
