/** The cursors of the API for customers in the order in which they were created. */

export function encodeCursor(id: string): string {
  return Buffer.from(JSON.stringify(["Customer", "ID:ASC", id])).toString("base64url");
}

/** The id in a cursor. */
export function decodeCursor(cursor: string): string {
  const [list, order, id] = JSON.parse(Buffer.from(cursor, "base64url").toString());
  if (list !== "Customer" || order !== "ID:ASC" || typeof id !== "string")
    throw new Error("Not a cursor of this list.");
  return id;
}
