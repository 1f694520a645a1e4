import type { Storage } from "@graphiql/toolkit";

/** Separates the data of this page from that of other GraphiQL pages at the same address. */
const namePrefix = "shop-customers:";

const historyNames = ["graphiql:queries", "graphiql:favorites"];

/** The storage of GraphiQL for tabs, history and layout: localStorage, without the headers of past requests. */
export const storage: Storage = {
  getItem: (name) => localStorage.getItem(namePrefix + name),
  setItem: (name, value) =>
    localStorage.setItem(namePrefix + name, historyNames.includes(name) ? removeHeaders(value) : value),
  removeItem: (name) => localStorage.removeItem(namePrefix + name),
  clear: () => {
    for (const name of ownNames()) localStorage.removeItem(name);
  },
  get length() {
    return ownNames().length;
  },
};

function ownNames(): string[] {
  return Object.keys(localStorage).filter((name) => name.startsWith(namePrefix));
}

/** Removes headers, which may contain a key. GraphiQL's history stores them even if its tabs do not. */
function removeHeaders(history: string): string {
  return JSON.stringify(JSON.parse(history), (name, value) => (name === "headers" ? undefined : value));
}
