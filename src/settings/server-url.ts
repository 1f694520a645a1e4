import { z } from "zod";

type Check = (url: string) => boolean;

/** True if the text is a URL with one of these protocols, written as `protocol://`. */
export function isUrlOf(...protocols: readonly string[]): Check {
  return (value) => {
    if (!URL.canParse(value)) return false;
    const { protocol } = new URL(value);
    return protocols.includes(protocol) && value.toLowerCase().startsWith(`${protocol}//`);
  };
}

/**
 * True if all parsers find the same password in a URL. They disagree about a URL with a second `@`, or with an `@` after the
 * host. A part of the password would then be taken for the host or the database, and be shown.
 */
function isUnambiguous(url: string): boolean {
  const [authority = "", ...rest] = url.replace(/^\w+:\/\//, "").split(/[/?#]/);
  const [userInfo, ...hosts] = authority.includes("@") ? authority.split("@") : ["", authority];
  return hosts.length === 1 && !rest.some((part) => part.includes("@")) && (userInfo?.split(":").length ?? 0) <= 2;
}

/** True if the percent-encoding is valid. Clients decode the user and the password. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** True if a PostgreSQL URL names the database. Otherwise clients use the user's name or `postgres`. */
const hasDatabase: Check = (url) => !isPostgresUrl(url) || new URL(url).pathname.length > 1;

const isPostgresUrl = isUrlOf("postgres:", "postgresql:");
const isUsable = (isUrl: Check): Check => {
  return (url) => isUrl(url) && isUnambiguous(url) && isDecodable(url) && !url.includes("#");
};
const percentEncoding = "with @ / # ? : % in its user and password percent-encoded (@ is %40)";
const databaseForm = "postgresql://user:password@host:5432/database";

export const databaseUrl = z
  .string()
  .trim()
  .refine(isUsable(isPostgresUrl), { error: `must be a postgresql:// URL, ${percentEncoding}`, abort: true })
  .refine(hasDatabase, `must name a database: ${databaseForm}`);

export const replicaUrls = z
  .string()
  .transform((value) => value.split(",").map((url) => url.trim()))
  .refine((urls) => urls.every(isUsable(isPostgresUrl)), {
    error: `must be postgresql:// URLs, separated by commas, ${percentEncoding}, and commas encoded too`,
    abort: true,
  })
  .refine((urls) => urls.every(hasDatabase), `must each name a database: ${databaseForm}`);

export const redisUrl = z
  .string()
  .trim()
  .refine(isUsable(isUrlOf("redis:", "rediss:")), `must be a redis:// or rediss:// URL, ${percentEncoding}`);
