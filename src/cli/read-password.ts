import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";

/**
 * Asks for a password twice without showing it. If standard input is not a terminal, reads its first line.
 * @throws Error when the passwords differ, or when the input ends.
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
    if ((await ask("Repeat the password: ")) !== password) throw new Error("The two passwords must be equal.");
    return password;
  } finally {
    closed.catch(() => {});
    terminal.close();
  }
}
