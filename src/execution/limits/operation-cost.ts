import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import { type Amount, amountFor, product, sum } from "../../graphql/cost/amount.js";
import { type ArgumentValues, amountOfArguments, type VariableDefaults } from "../../graphql/cost/argument-values.js";
import { costOfField } from "../../graphql/cost/cost.js";
import { elementsCost, InputCosts } from "../../graphql/cost/input-cost.js";
import type { Variables } from "../../graphql/cost/variable-values.js";
import {
  isConnection,
  lengthOf,
  listCost,
  longestListCost,
  pageSize,
  type SelectedParts,
} from "../../graphql/pagination/list-cost.js";
import { withoutRepeatedSpreads } from "./document-limits.js";
import { introspectionCost } from "./introspection-cost.js";

type Field = GraphQLField<unknown, unknown>;

/**
 * What the parts of a selection cost: in a connection, what stands in its lists of rows (`nodes`, `edges`) apart from the
 * rest, for it comes once per row.
 */
interface SelectionCost extends SelectedParts {
  readonly once: Amount;
  readonly perRow: Amount;
  /** What it costs in all, however many objects it is selected of. */
  readonly inAll: Amount;
  /** How many values it has that are no objects. */
  readonly values: number;
}

const objectCost = 1;
/** An object has so many values without further cost. */
const freeValues = 20;
const valueCost = 0.05;
const mutationCost = 100;
const sizeOfOtherLists = 10;

const nothing: SelectionCost = { once: 0, perRow: 0, inAll: 0, values: 0, pages: 0, pageInfos: 0, counts: 0 };

/**
 * What an operation costs at most, as a function of its variables: the objects in its answer, by the page sizes it asks
 * for, and the work of finding them. Where no argument holds a variable, nothing is left to do for each request.
 */
export function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Variables) => number {
  const costs = new OperationCosts(schema, document, operation);
  const amount = costs.total();
  const compute = (variables: Variables) => {
    costs.startRun();
    // Sums of decimals are a little off.
    return Math.max(0, Math.ceil(amountFor(amount, variables) - 0.001));
  };
  return rememberCosts(operation, compute);
}

/** How many costs are remembered for one operation. */
const maxRemembered = 100;

/**
 * Remembers costs by all that they depend on: numbers, and which variables have a value. What a text says costs nothing, so
 * that one cost is right for all texts. Lists and objects are priced each time.
 */
function rememberCosts(
  { variableDefinitions = [] }: OperationDefinitionNode,
  compute: (variables: Variables) => number,
): (variables: Variables) => number {
  const names = variableDefinitions.map(({ variable }) => variable.name.value);
  const costs = new Map<string, number>();
  return (variables) => {
    let key = "";
    for (const name of names) {
      const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
      // A symbol is a number that JavaScript cannot represent exactly (InexactNumber).
      if ((typeof value === "object" && value !== null) || typeof value === "symbol") return compute(variables);
      key += typeof value === "string" ? "text " : `${value} `;
    }
    const known = costs.get(key);
    if (known !== undefined) return known;
    if (costs.size >= maxRemembered) costs.clear();
    const cost = compute(variables);
    costs.set(key, cost);
    return cost;
  };
}

const knownInputs = new WeakMap<GraphQLSchema, InputCosts>();

function inputCostsOf(schema: GraphQLSchema): InputCosts {
  const known = knownInputs.get(schema) ?? new InputCosts(schema);
  knownInputs.set(schema, known);
  return known;
}

class OperationCosts {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #fragmentCosts = new Map<string, SelectionCost>();
  readonly #defaults: VariableDefaults;
  readonly #inputs: InputCosts;
  #run = 0;

  constructor(schema: GraphQLSchema, { definitions }: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#operation = operation;
    this.#inputs = inputCostsOf(schema);
    const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    this.#defaults = new Map(
      (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
        variable.name.value,
        defaultValue && valueFromASTUntyped(defaultValue),
      ]),
    );
  }

  /** What was found out for the variables of another request no longer counts. */
  startRun(): void {
    this.#run += 1;
  }

  total(): Amount {
    const root = this.#schema.getRootType(this.#operation.operation) ?? undefined;
    const { once, inAll } = this.#selections(this.#operation.selectionSet, root);
    return sum([once, inAll]);
  }

  #selections({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): SelectionCost {
    const costs = withoutRepeatedSpreads(selections).map((selection) => this.#selection(selection, type));
    const total = (part: "values" | "pages" | "pageInfos" | "counts") =>
      costs.reduce((count, cost) => count + cost[part], 0);
    return {
      once: sum(costs.map(({ once }) => once)),
      perRow: sum(costs.map(({ perRow }) => perRow)),
      inAll: sum(costs.map(({ inAll }) => inAll)),
      values: total("values"),
      pages: total("pages"),
      pageInfos: total("pageInfos"),
      counts: total("counts"),
    };
  }

  #selection(selection: SelectionNode, type: GraphQLNamedType | undefined): SelectionCost {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      return this.#selections(selection.selectionSet, condition ? this.#schema.getType(condition) : type);
    }
    return this.#field(selection, type);
  }

  /** Fragments are looked into once, and computed once for each request. */
  #fragment(name: string): SelectionCost {
    const known = this.#fragmentCosts.get(name);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return nothing;
    const found = this.#selections(fragment.selectionSet, this.#schema.getType(fragment.typeCondition.name.value));
    const cost = {
      ...found,
      once: this.#computedOnce(found.once),
      perRow: this.#computedOnce(found.perRow),
      inAll: this.#computedOnce(found.inAll),
    };
    this.#fragmentCosts.set(name, cost);
    return cost;
  }

  #computedOnce(amount: Amount): Amount {
    if (typeof amount === "number") return amount;
    let [run, result] = [0, 0];
    return (variables) => {
      if (run !== this.#run) [run, result] = [this.#run, amount(variables)];
      return result;
    };
  }

  #field(node: FieldNode, type: GraphQLNamedType | undefined): SelectionCost {
    const hasFields = isObjectType(type) || isInterfaceType(type);
    const field = hasFields ? type.getFields()[node.name.value] : undefined;
    if (field === undefined) {
      return { ...nothing, once: introspectionCost(this.#schema, node, this.#fragments), values: 1 };
    }
    const { fixed = type === this.#schema.getMutationType() ? mutationCost : 0, part } = costOfField(field);
    if (!isCompositeType(getNamedType(field.type)) || !node.selectionSet) {
      const once = sum([fixed, this.#ofInputs(node, field)]);
      return { ...nothing, once, values: 1, counts: part === "totalCount" ? 1 : 0 };
    }
    const inner = this.#selections(node.selectionSet, getNamedType(field.type));
    const object = sum([objectCost, valueCost * Math.max(0, inner.values - freeValues), inner.once]);
    const { inAll } = inner;
    // The lists of a connection have as many objects as its page.
    if (part === "page") return { ...nothing, once: fixed, perRow: object, inAll, pages: 1 };
    if (part === "pageInfo") return { ...nothing, once: sum([fixed, object]), inAll, pageInfos: 1 };
    if (isConnection(field)) return this.#connection(node, field, { ...inner, once: object });
    const objects = product(this.#size(node, field), object);
    return { ...nothing, once: sum([fixed, this.#ofInputs(node, field), objects]), inAll };
  }

  #connection(node: FieldNode, field: Field, { once, perRow, inAll, ...parts }: SelectionCost): SelectionCost {
    const rows = product(
      this.#told(node, (values) => pageSize(field, values)),
      perRow,
    );
    const reads = this.#told(node, (values) => listCost(this.#inputs, { field, values, parts }));
    const hasLongest = costOfField(field).longest !== undefined;
    const longest = hasLongest
      ? this.#told(node, (values) => longestListCost(this.#inputs, { field, values, parts }))
      : 0;
    return { ...nothing, once: sum([reads, once, rows]), inAll: sum([inAll, longest]) };
  }

  /** What the arguments of a field that is no list cost. */
  #ofInputs(node: FieldNode, field: Field): Amount {
    return this.#told(node, (values) => this.#inputs.costOfArguments(field, values, 0).fixed + elementsCost(values));
  }

  #told(node: FieldNode, compute: (values: ArgumentValues) => number): Amount {
    return amountOfArguments(node, this.#defaults, compute);
  }

  #size(node: FieldNode, field: Field): Amount {
    const { size, sizeOf } = costOfField(field);
    if (sizeOf !== undefined) return this.#told(node, ({ [sizeOf]: value }) => lengthOf(value));
    return isListType(getNullableType(field.type)) ? (size ?? sizeOfOtherLists) : 1;
  }
}
