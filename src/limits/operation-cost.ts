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
  type ValueNode,
  valueFromASTUntyped,
} from "graphql";
import { elementsIn, listLength, pageSize, type VariableDefaults } from "./argument-amounts.js";
import { type Amount, amountFor, costOfField, product, sum } from "./cost.js";
import { withoutRepeatedSpreads } from "./document-limits.js";
import { introspectionCost } from "./introspection-cost.js";
import type { Variables } from "./variable-values.js";

/**
 * What the parts of a selection cost: in a connection, what stands in its lists of rows (`nodes`, `edges`) apart from the
 * rest, for it comes once per row.
 */
interface SelectionCost {
  readonly once: Amount;
  readonly perRow: Amount;
}

const objectCost = 1;
const mutationCost = 10;
/** Counting a list, searching or filtering it may read rows that are not in the answer. */
const scanCost = 10;
const elementCost = 0.1;
const sizeOfOtherLists = 10;

/**
 * What an operation costs at most, as a function of its variables: roughly the number of objects in its answer, by the
 * page sizes it asks for. The work is done once; with fixed page sizes nothing is left to do for each request.
 */
export function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Variables) => number {
  const costs = new OperationCosts(schema, document, operation);
  const amount = costs.total();
  return (variables) => {
    costs.startRun();
    return Math.ceil(amountFor(amount, variables));
  };
}

class OperationCosts {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #fragmentCosts = new Map<string, SelectionCost>();
  readonly #defaults: VariableDefaults;
  #run = 0;

  constructor(schema: GraphQLSchema, { definitions }: DocumentNode, operation: OperationDefinitionNode) {
    this.#schema = schema;
    this.#operation = operation;
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
    return this.#selections(this.#operation.selectionSet, root).once;
  }

  #selections({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): SelectionCost {
    const costs = withoutRepeatedSpreads(selections).map((selection) => this.#selection(selection, type));
    return { once: sum(costs.map(({ once }) => once)), perRow: sum(costs.map(({ perRow }) => perRow)) };
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
    if (fragment === undefined) return { once: 0, perRow: 0 };
    const { once, perRow } = this.#selections(
      fragment.selectionSet,
      this.#schema.getType(fragment.typeCondition.name.value),
    );
    const cost = { once: this.#computedOnce(once), perRow: this.#computedOnce(perRow) };
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
      return { once: introspectionCost(this.#schema, node, this.#fragments), perRow: 0 };
    }
    const args = new Map((node.arguments ?? []).map(({ name, value }) => [name.value, value]));
    const own = sum([this.#own(field, type), ...[...args.values()].map((value) => this.#ofElements(value))]);
    if (!isCompositeType(getNamedType(field.type)) || !node.selectionSet) {
      return { once: own, perRow: 0 };
    }
    const { once, perRow } = this.#selections(node.selectionSet, getNamedType(field.type));
    if (isConnection(field)) {
      const rows = product(pageSize(args, this.#defaults), perRow);
      return { once: sum([own, scanCost * scansIn(args), objectCost, once, rows]), perRow: 0 };
    }
    const object = sum([objectCost, once]);
    // The lists of a connection have as many objects as its page.
    if (isConnectionType(type) && isListType(getNullableType(field.type))) return { once: own, perRow: object };
    return { once: sum([own, product(this.#size(field, args), object)]), perRow: 0 };
  }

  #own(field: GraphQLField<unknown, unknown>, type: GraphQLNamedType | undefined): number {
    const { own } = costOfField(field);
    if (own !== undefined) return own;
    if (isConnectionType(type) && field.name === "totalCount") return scanCost;
    return type === this.#schema.getMutationType() ? mutationCost : 0;
  }

  #ofElements(argument: ValueNode): Amount {
    return product(elementCost, elementsIn(argument, this.#defaults));
  }

  #size(field: GraphQLField<unknown, unknown>, args: ReadonlyMap<string, ValueNode>): Amount {
    const { size, sizeOf } = costOfField(field);
    if (sizeOf !== undefined) return listLength(args.get(sizeOf), this.#defaults);
    return isListType(getNullableType(field.type)) ? (size ?? sizeOfOtherLists) : 1;
  }
}

function isConnection({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.some(({ name }) => name === "first");
}

function isConnectionType(type: GraphQLNamedType | undefined): boolean {
  return isObjectType(type) && "pageInfo" in type.getFields();
}

function scansIn(args: ReadonlyMap<string, ValueNode>): number {
  return (args.has("where") ? 1 : 0) + (args.has("search") ? 1 : 0);
}
