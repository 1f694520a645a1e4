import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";

/**
 * Asks for a password twice, showing nothing of it; where standard input is no terminal, takes its first line.
 * @throws Error when the two differ, or when nobody answers.
 */
export async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/, 1)[0] ?? "";
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const closed = new Promise<never>((_, reject) => {
    terminal.once("close", () => reject(new Error("No password was given.")));
  });
  const ask = async (question: string) => {
    process.stderr.write(question);
    const answer = await Promise.race([terminal.question(""), closed]);
    process.stderr.write("\n");
    return answer;
  };
  try {
    const password = await ask("Password (8 to 128 characters, not shown): ");
    if ((await ask("The same again: ")) !== password) throw new Error("The two passwords differ.");
    return password;
  } finally {
    closed.catch(() => {});
    terminal.close();
  }
}
