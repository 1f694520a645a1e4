import type { Storage } from "@graphiql/toolkit";

/** Separates our data from that of other GraphiQL pages that were served from localhost:4000. */
const PREFIX = "shop-customers:";

const HISTORY = ["graphiql:queries", "graphiql:favorites"];

/** The storage of GraphiQL for tabs, history and layout: localStorage, without the headers of past requests. */
export const storage: Storage = {
  getItem: (name) => localStorage.getItem(PREFIX + name),
  setItem: (name, value) => localStorage.setItem(PREFIX + name, HISTORY.includes(name) ? removeHeaders(value) : value),
  removeItem: (name) => localStorage.removeItem(PREFIX + name),
  clear: () => {
    for (const name of ownNames()) localStorage.removeItem(name);
  },
  get length() {
    return ownNames().length;
  },
};

function ownNames(): string[] {
  return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
}

/** Removes headers, which may contain a key. GraphiQL's history stores them even if its tabs do not. */
function removeHeaders(history: string): string {
  return JSON.stringify(JSON.parse(history), (name, value) => (name === "headers" ? undefined : value));
}
