import "reflect-metadata";
import type { Caller } from "../access/auth/caller.js";
import { allScopes } from "../access/auth/scope.type.js";
import { UserCreateInput } from "../access/user/user.input.js";
import { createUser } from "../access/user/user.service.js";
import { openDatabase } from "../database/database.js";
import { migrate } from "../database/migrations/migrate.js";
import { RequestDatabase } from "../database/request-database.js";
import { EnvironmentError, readProcessEnvironment } from "../env.js";
import { UserErrorsException } from "../graphql/errors/user-error-collector.js";
import { ArgumentError } from "./arguments.js";
import { readPassword } from "./read-password.js";
import { parseUserArguments, type UserArguments, userUsage } from "./user-arguments.js";

// `npm run user:create`: creates a member of staff from the machine of the server.
const operator: Caller = { type: "SYSTEM", id: "system", scopes: new Set(allScopes) };
const printMessage = (message: string) => process.stderr.write(`${message}\n`);

try {
  const given = parseUserArguments(process.argv.slice(2));
  if (given.help) process.stdout.write(userUsage);
  else await create(given);
} catch (error) {
  printMessage(describeFailure(error));
  process.exitCode = 1;
}

async function create({ help: _, ...values }: UserArguments): Promise<void> {
  const { databaseUrl, dataDir } = readProcessEnvironment();
  const password = await readPassword();
  const database = await openDatabase({ databaseUrl, dataDir, onProgress: printMessage });
  try {
    await migrate(database.pool, { onProgress: printMessage });
    const input = Object.assign(new UserCreateInput(), { ...values, password });
    const { user } = await createUser(new RequestDatabase(database), operator, { input });
    process.stdout.write(`Created ${user.id} with ${user.scopes.join(", ") || "no scopes"}.\n`);
  } finally {
    await database.close();
  }
}

function describeFailure(error: unknown): string {
  if (error instanceof ArgumentError) return `${error.message}\n\n${userUsage}`;
  if (error instanceof EnvironmentError) return error.message;
  if (!(error instanceof UserErrorsException)) {
    return `The user could not be created: ${error instanceof Error ? error.message : String(error)}`;
  }
  const faults = error.userErrors.map(({ path, message }) => `  ${path.at(-1)}: ${message}`);
  return `The user could not be created:\n${faults.join("\n")}`;
}
