import { useSyncExternalStore } from "react";

/** A response of the server, without its content. */
export interface ResponseFacts {
  /** The HTTP status. */
  readonly status: number;
  /** From sending the request until the whole response has arrived. */
  readonly milliseconds: number;
  /** The size of the body before compression. */
  readonly bytes: number;
  /** The cost of the operation. Undefined if it was refused before it was known. */
  readonly cost?: { readonly requested: number; readonly limit: number } | undefined;
}

/** An event of a subscription. */
export interface ReceivedEvent {
  readonly id: number;
  readonly at: Date;
  /** The result of the event, as the server sent it. */
  readonly result: unknown;
}

/** The facts about the last response, or the events of the running subscription. */
export interface LastRun {
  readonly facts?: ResponseFacts;
  /** The newest event first. Undefined if the last operation was no subscription. */
  readonly events?: readonly ReceivedEvent[];
}

/** More events would make the page slow. */
export const maxEvents = 200;

/** Keeps the last run, and tells the page when it changes. */
export class Responses {
  #lastRun: LastRun = {};
  #eventCount = 0;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly lastRun = (): LastRun => this.#lastRun;

  addResponse(facts: ResponseFacts): void {
    this.#set({ facts });
  }

  startSubscription(): void {
    this.#eventCount = 0;
    this.#set({ events: [] });
  }

  addEvent(result: unknown): void {
    this.#eventCount += 1;
    const event = { id: this.#eventCount, at: new Date(), result };
    this.#set({ events: [event, ...(this.#lastRun.events ?? [])].slice(0, maxEvents) });
  }

  clear(): void {
    this.#set({});
  }

  #set(lastRun: LastRun): void {
    this.#lastRun = lastRun;
    for (const listener of this.#listeners) listener();
  }
}

/** Returns the last run, and renders the component again when it changes. */
export function useLastRun(responses: Responses): LastRun {
  return useSyncExternalStore(responses.subscribe, responses.lastRun);
}
