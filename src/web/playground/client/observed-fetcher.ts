import { type Fetcher, type FetcherParams, isAsyncIterable } from "@graphiql/toolkit";
import type { ResponseFacts, Responses } from "./responses.js";

/** The operation by which GraphiQL reads the schema. */
/** The operation with which GraphiQL reads the schema. */
export const introspectionName = "IntrospectionQuery";

/**
 * Returns a `fetch` that notes time, status, size and cost of each response, except those of GraphiQL's own introspection.
 * @param signal ends the requests that still run.
 */
export function observeResponses(send: typeof fetch, responses: Responses, signal: AbortSignal): typeof fetch {
  return async (input, init) => {
    const start = performance.now();
    const response = await send(input, { ...init, signal });
    if (isIntrospection(init)) return response;
    const text = await response.clone().text();
    const milliseconds = performance.now() - start;
    responses.addResponse({
      status: response.status,
      milliseconds,
      bytes: new TextEncoder().encode(text).length,
      cost: costIn(text),
    });
    return response;
  };
}

/**
 * Returns a fetcher that notes the events of each subscription.
 * @param signal ends this. Events that were received before may still be delivered afterwards.
 */
export function observeEvents(fetcher: Fetcher, responses: Responses, signal: AbortSignal): Fetcher {
  return async (params: FetcherParams, options) => {
    const result = await fetcher(params, options);
    if (!isAsyncIterable(result)) return result;
    responses.startSubscription();
    return observeEach(result, (event) => {
      if (!signal.aborted) responses.addEvent(event);
    });
  };
}

/** An async generator would end only after its next event, so the iterator is wrapped by hand. */
function observeEach<T>(source: AsyncIterable<T>, onEvent: (event: T) => void): AsyncIterableIterator<T> {
  const iterator = source[Symbol.asyncIterator]();
  return {
    next: async () => {
      const step = await iterator.next();
      if (!step.done) onEvent(step.value);
      return step;
    },
    return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function isIntrospection(init: RequestInit | undefined): boolean {
  const { operationName } = JSON.parse(String(init?.body)) as { operationName?: string };
  return operationName === introspectionName;
}

/** A proxy may answer with something else than JSON. */
function costIn(text: string): ResponseFacts["cost"] {
  try {
    return (JSON.parse(text) as { extensions?: { cost?: ResponseFacts["cost"] } }).extensions?.cost;
  } catch {
    return undefined;
  }
}
