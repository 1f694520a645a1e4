import type { ExecutionResult, GraphQLFormattedError } from "graphql";
import type { RequestCost } from "../../access/context.js";
import type { Deadline } from "../../database/cancellation/deadline.js";
import { responseTooLarge } from "../../graphql/errors/request-errors.js";
import { Pauses } from "../../graphql/event-loop/pauses.js";

/*
 * JSON.stringify holds up everybody else while it runs: tens of milliseconds for a few megabytes. Large answers are written
 * part by part, and the event loop turns in between, for other requests, health checks and the time limit.
 */

/** An answer to an operation. */
export interface OperationResponse {
  readonly data?: ExecutionResult["data"] | undefined;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
  readonly extensions?: { readonly cost?: RequestCost } | undefined;
}

/** How answers are written. */
export interface ResponseLimits {
  /** No answer is larger. */
  readonly maxBytes: number;
  /** Nothing is written any more when it is over. */
  readonly deadline?: Deadline | undefined;
}

/** An operation that costs less has a small answer, mostly: about a megabyte at most. */
const smallCost = 1_500;
/** So many values, or characters of texts, are written at once. */
const maxValuesAtOnce = 2_000;
const maxCharactersAtOnce = 200_000;
/** UTF-8 has at most so many bytes for a character of a string. */
const maxBytesPerCharacter = 3;

/**
 * Writes an answer as JSON.
 * @throws QUERY_TOO_COMPLEX where it is too large.
 */
export async function stringifyResponse(answer: object, limits: ResponseLimits): Promise<string> {
  if (costOf(answer) > smallCost) return new ResponseWriter(limits).write(answer);
  const text = JSON.stringify(answer);
  const isLarge = text.length * maxBytesPerCharacter > limits.maxBytes;
  if (isLarge && Buffer.byteLength(text) > limits.maxBytes) throw responseTooLarge(limits.maxBytes);
  return text;
}

function costOf({ extensions }: OperationResponse): number {
  return extensions?.cost?.requested ?? 0;
}

class ResponseWriter {
  readonly #limits: ResponseLimits;
  readonly #parts: string[] = [];
  #bytes = 0;
  readonly #pauses = new Pauses();

  constructor(limits: ResponseLimits) {
    this.#limits = limits;
  }

  async write(answer: object): Promise<string> {
    await this.#value(answer);
    return this.#parts.join("");
  }

  async #value(value: unknown): Promise<void> {
    if (!isLarge(value)) return this.#part(JSON.stringify(value) ?? "null");
    if (Array.isArray(value)) return this.#array(value);
    return this.#object(value as object);
  }

  async #array(values: readonly unknown[]): Promise<void> {
    let separator = "[";
    for (const value of values) {
      this.#add(separator);
      await this.#value(value);
      separator = ",";
    }
    this.#add("]");
  }

  async #object(object: object): Promise<void> {
    let separator = "{";
    for (const [name, value] of Object.entries(object)) {
      if (value === undefined) continue;
      this.#add(`${separator}${JSON.stringify(name)}:`);
      await this.#value(value);
      separator = ",";
    }
    this.#add("}");
  }

  #part(text: string): Promise<void> | void {
    this.#add(text);
    if (this.#pauses.isDue) return this.#pause();
  }

  async #pause(): Promise<void> {
    await this.#pauses.pause();
    this.#limits.deadline?.check();
  }

  #add(text: string): void {
    this.#parts.push(text);
    this.#bytes += Buffer.byteLength(text);
    if (this.#bytes > this.#limits.maxBytes) throw responseTooLarge(this.#limits.maxBytes);
  }
}

/** Whether writing a value may take long. No more of it is looked at than that takes. */
function isLarge(value: unknown): boolean {
  if (!isPlain(value)) return false;
  let [values, characters] = [0, 0];
  const left: object[] = [value];
  for (let inside = left.pop(); inside !== undefined; inside = left.pop()) {
    const inner = Array.isArray(inside) ? inside : Object.values(inside);
    values += inner.length;
    for (const each of inner) {
      if (typeof each === "string") characters += each.length;
      else if (isPlain(each)) left.push(each);
    }
    if (values > maxValuesAtOnce || characters > maxCharactersAtOnce) return true;
  }
  return false;
}

/** Objects that write themselves (`toJSON`), such as dates and errors, are written at once. */
function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !("toJSON" in value);
}
