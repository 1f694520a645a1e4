import type { Storage } from "@graphiql/toolkit";

/** Other GraphiQLs were served from localhost:4000 before this one: theirs must not mix with ours. */
const PREFIX = "shop-customers:";

const HISTORY = ["graphiql:queries", "graphiql:favorites"];

/** Where GraphiQL keeps tabs, history and layout: localStorage, without the headers of past requests. */
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

/** GraphiQL's history keeps headers even where its tabs are told not to, and a header may hold a key. */
function removeHeaders(history: string): string {
  return JSON.stringify(JSON.parse(history), (name, value) => (name === "headers" ? undefined : value));
}
