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
import { elementsCost, type InputCosts, inputCostsOf, keysCost, readCost } from "../../graphql/cost/input-cost.js";
import type { Variables } from "../../graphql/cost/variable-values.js";
import {
  hasPageSize,
  isConnection,
  lengthOf,
  listCost,
  longestListCost,
  pageSize,
} from "../../graphql/pagination/list-cost.js";
import { cacheCosts } from "./cost-cache.js";
import { withoutRepeatedSpreads } from "./document-limits.js";
import { introspectionCost } from "./introspection-cost.js";
import { noCost, type SelectionCost, sumOfSelections } from "./selection-cost.js";

type Field = GraphQLField<unknown, unknown>;

const objectCost = 1;
/** The number of values that an object has without further cost. */
const freeValues = 20;
const valueCost = 0.05;
const mutationCost = 100;
const sizeOfOtherLists = 10;

/**
 * Returns a function that computes the maximum cost of an operation from its variables. The cost is the number of objects in
 * the response, by the page sizes of the operation, and the work of finding them. All parts without variables are computed in
 * advance.
 */
export function operationCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Variables) => number {
  const costs = new OperationCosts(schema, document, operation);
  const amount = costs.total();
  const compute = (variables: Variables) => {
    costs.startRequest();
    // Corrects rounding errors of decimals.
    return Math.max(0, Math.ceil(amountFor(amount, variables) - 0.001));
  };
  return cacheCosts(operation, compute);
}

class OperationCosts {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #fragmentCosts = new Map<string, SelectionCost>();
  readonly #defaults: VariableDefaults;
  readonly #inputs: InputCosts;
  /** The number of the current request. */
  #request = 0;

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

  /** Starts the computation for the variables of one request. Results of the request before are not used again. */
  startRequest(): void {
    this.#request += 1;
  }

  total(): Amount {
    const root = this.#schema.getRootType(this.#operation.operation) ?? undefined;
    const { perObject, perOperation } = this.#selections(this.#operation.selectionSet, root);
    return sum([perObject, perOperation]);
  }

  #selections({ selections }: SelectionSetNode, type: GraphQLNamedType | undefined): SelectionCost {
    return sumOfSelections(withoutRepeatedSpreads(selections).map((selection) => this.#selection(selection, type)));
  }

  #selection(selection: SelectionNode, type: GraphQLNamedType | undefined): SelectionCost {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      return this.#selections(selection.selectionSet, condition ? this.#schema.getType(condition) : type);
    }
    return this.#field(selection, type);
  }

  /** The cost of a fragment is found once, and computed once for each request. */
  #fragment(name: string): SelectionCost {
    const known = this.#fragmentCosts.get(name);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return noCost;
    const found = this.#selections(fragment.selectionSet, this.#schema.getType(fragment.typeCondition.name.value));
    const cost = {
      ...found,
      perObject: this.#computeOncePerRequest(found.perObject),
      perRow: this.#computeOncePerRequest(found.perRow),
      perOperation: this.#computeOncePerRequest(found.perOperation),
      exclusive: this.#computeOncePerRequest(found.exclusive),
    };
    this.#fragmentCosts.set(name, cost);
    return cost;
  }

  #computeOncePerRequest(amount: Amount): Amount {
    if (typeof amount === "number") return amount;
    let [request, result] = [0, 0];
    return (variables) => {
      if (request !== this.#request) [request, result] = [this.#request, amount(variables)];
      return result;
    };
  }

  #field(node: FieldNode, type: GraphQLNamedType | undefined): SelectionCost {
    const hasFields = isObjectType(type) || isInterfaceType(type);
    const field = hasFields ? type.getFields()[node.name.value] : undefined;
    if (field === undefined) {
      return { ...noCost, perObject: introspectionCost(this.#schema, node, this.#fragments), values: 1 };
    }
    const cost = costOfField(field);
    const { fixed = type === this.#schema.getMutationType() ? mutationCost : 0, part } = cost;
    if (!isCompositeType(getNamedType(field.type)) || !node.selectionSet) {
      const perObject = sum([fixed, this.#argumentsCost(node, field)]);
      return { ...noCost, perObject, values: 1, counts: part === "totalCount" ? 1 : 0 };
    }
    const inner = this.#selections(node.selectionSet, getNamedType(field.type));
    const object = sum([objectCost, valueCost * Math.max(0, inner.values - freeValues), inner.perObject]);
    const { perOperation, exclusive } = inner;
    // The lists of a connection have as many objects as its page.
    if (part === "page") return { ...noCost, perObject: fixed, perRow: object, perOperation, exclusive, pages: 1 };
    if (part === "pageInfo") return { ...noCost, perObject: sum([fixed, object]), perOperation, pageInfos: 1 };
    if (isConnection(field)) return this.#connection(node, field, { ...inner, perObject: object });
    if (cost.isRow) return { ...noCost, perObject: sum([fixed, object]), perOperation, exclusive };
    const objects = product(this.#listSize(node, field), sum([object, exclusive]));
    const perObject = sum([fixed, this.#argumentsCost(node, field)]);
    if (cost.isExclusive) return { ...noCost, perObject, perOperation, exclusive: objects };
    return { ...noCost, perObject: sum([perObject, objects]), perOperation };
  }

  #connection(
    node: FieldNode,
    field: Field,
    { perObject, perRow, perOperation, exclusive, ...parts }: SelectionCost,
  ): SelectionCost {
    const { isDistinct = false } = costOfField(field);
    const rows = product(
      this.#fromArguments(node, (values) => pageSize(field, values)),
      isDistinct ? perRow : sum([perRow, exclusive]),
    );
    const exclusiveLists = isDistinct ? exclusive : 0;
    const reads = this.#fromArguments(node, (values) => listCost(this.#inputs, { field, values, parts }));
    const hasLongest = costOfField(field).longest !== undefined;
    const longest = hasLongest
      ? this.#fromArguments(node, (values) => longestListCost(this.#inputs, { field, values, parts }))
      : 0;
    return {
      ...noCost,
      perObject: sum([reads, perObject, rows, exclusiveLists]),
      perOperation: sum([perOperation, longest]),
    };
  }

  /** The cost of the arguments of a field that is no connection. */
  #argumentsCost(node: FieldNode, field: Field): Amount {
    const { rows = 0, sizeOf = "" } = costOfField(field);
    return this.#fromArguments(node, (values) => {
      const cost = this.#inputs.costOfArguments(field, values, rows);
      const { [sizeOf]: keys, ...others } = values;
      return cost.fixed + (rows === 0 ? 0 : readCost(cost, rows)) + keysCost(keys) + elementsCost(others);
    });
  }

  #fromArguments(node: FieldNode, compute: (values: ArgumentValues) => number): Amount {
    return amountOfArguments(node, this.#defaults, compute);
  }

  #listSize(node: FieldNode, field: Field): Amount {
    const { size, sizeOf } = costOfField(field);
    if (sizeOf !== undefined) return this.#fromArguments(node, ({ [sizeOf]: value }) => lengthOf(value));
    if (!isListType(getNullableType(field.type))) return 1;
    if (hasPageSize(field)) return this.#fromArguments(node, (values) => pageSize(field, values));
    return size ?? sizeOfOtherLists;
  }
}
