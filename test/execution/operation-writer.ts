import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  getNamedType,
  isCompositeType,
  parse,
  print,
  TypeNameMetaFieldDef,
} from "graphql";
import { type AnswerField, allGoWith, countOf, fieldsAt, freeKey, heightOf } from "./answer-fields.js";
import {
  type FieldPlan,
  type FragmentPlan,
  type InputFields,
  type OperationPlan,
  plannedHeight,
  type SelectionPlan,
} from "./operation-plan.js";
import { inParentheses, ValueWriter } from "./value-writer.js";

/** An operation in the form of a request. */
export interface GeneratedOperation {
  readonly query: string;
  readonly operationName?: string;
  readonly variables: Record<string, unknown>;
}

/** The text of selections, and the selected fields. */
interface Written {
  readonly text: string;
  readonly fields: readonly AnswerField[];
}

interface Fragment extends Written {
  readonly name: string;
  readonly on: GraphQLCompositeType;
}

const typename: FieldPlan = { kind: "field", field: TypeNameMetaFieldDef, args: {}, directives: {} };

/** Writes one operation with at most this number of fields. */
export class OperationWriter {
  private readonly values = new ValueWriter();
  private readonly fragments: Fragment[] = [];

  constructor(private fieldsLeft: number) {}

  write(root: GraphQLCompositeType, { kind, name, selections, other }: OperationPlan): GeneratedOperation {
    const { text } = this.selections(selections, root, []);
    const operationName = name ?? (other && "Main");
    const document = [
      other === undefined ? "" : `${other} Other { __typename }`,
      `${kind} ${operationName ?? ""} ${this.values.definitions()} ${text}`,
      ...this.fragments.map((fragment) => `fragment ${fragment.name} on ${fragment.on} ${fragment.text}`),
    ];
    const query = print(parse(document.join("\n")));
    return { query, ...(operationName && { operationName }), variables: this.values.given() };
  }

  /** Writes selections of an object. The given fields of the object are selected elsewhere. */
  private selections(
    plans: readonly SelectionPlan[],
    parent: GraphQLCompositeType,
    elsewhere: readonly AnswerField[],
  ): Written {
    const texts: string[] = [];
    const fields: AnswerField[] = [];
    for (const plan of plans) {
      if (this.fieldsLeft === 0) break;
      const beside = [...elsewhere, ...fields];
      const written = plan.kind === "field" ? this.field(plan, parent, beside) : this.fragment(plan, parent, beside);
      texts.push(written.text);
      fields.push(...written.fields);
    }
    return { text: `{ ${texts.join(" ")} }`, fields };
  }

  private field(plan: FieldPlan, parent: GraphQLCompositeType, beside: readonly AnswerField[]): Written {
    const { field, selections, again } = plan;
    const type = getNamedType(field.type);
    // An object needs at least one field inside.
    if (isCompositeType(type) && this.fieldsLeft < 2) return this.field(typename, parent, beside);
    this.fieldsLeft -= 1;
    const call = field.name + inParentheses(this.inputs(plan.args, field.args));
    const answer = { parent, type: field.type, call };
    const key = freeKey(plan.alias ?? field.name, answer, beside);
    const inside =
      selections && isCompositeType(type)
        ? this.selections(selections, type, fieldsAt(key, beside))
        : { text: "", fields: [] };
    const alias = key === field.name ? "" : `${key}: `;
    const text = `${alias}${call} ${this.directives(plan.directives)} ${inside.text}`;
    const fields = [{ key, ...answer, fields: inside.fields }];
    if (again === undefined || this.fieldsLeft === 0) return { text, fields };
    const repeated = { kind: plan.kind, field, alias: key, args: plan.args, directives: {} };
    const second = this.field({ ...repeated, selections: again }, parent, [...beside, ...fields]);
    return { text: `${text} ${second.text}`, fields: [...fields, ...second.fields] };
  }

  private fragment(plan: FragmentPlan, parent: GraphQLCompositeType, beside: readonly AnswerField[]): Written {
    const directives = this.directives(plan.directives);
    const on = plan.on ?? parent;
    const known = plan.named === undefined ? undefined : this.knownFragment(plan, on, beside);
    if (known !== undefined) {
      this.fieldsLeft -= countOf(known.fields);
      return { text: `...${known.name} ${directives}`, fields: known.fields };
    }
    const written = this.selections(plan.selections, on, beside);
    if (plan.named === undefined) {
      const condition = plan.on === undefined ? "" : `on ${on}`;
      return { text: `... ${condition} ${directives} ${written.text}`, fields: written.fields };
    }
    const name = `F${this.fragments.length + 1}`;
    this.fragments.push({ name, on, ...written });
    return { text: `...${name} ${directives}`, fields: written.fields };
  }

  /** The existing fragment to spread instead of a new one. It is not larger than the plan. */
  private knownFragment(
    { named = 0, selections }: FragmentPlan,
    on: GraphQLCompositeType,
    beside: readonly AnswerField[],
  ) {
    const fitting = this.fragments.filter(
      (fragment) =>
        fragment.on === on &&
        heightOf(fragment.fields) <= plannedHeight(selections) &&
        countOf(fragment.fields) <= this.fieldsLeft &&
        allGoWith(fragment.fields, beside),
    );
    return named === 0 ? undefined : fitting[(named - 1) % fitting.length];
  }

  private inputs(inputs: InputFields, args: readonly GraphQLArgument[]): string[] {
    return args
      .filter(({ name }) => inputs[name] !== undefined)
      .map(({ name, type }) => `${name}: ${this.values.text(inputs[name], type)}`);
  }

  private directives(conditions: InputFields): string {
    return Object.entries(conditions)
      .filter(([, condition]) => condition !== undefined)
      .map(([name, condition]) => `@${name}(if: ${this.values.text(condition)})`)
      .join(" ");
  }
}
