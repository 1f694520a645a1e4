import { z } from "zod";

type Check = (url: string) => boolean;

/** Whether it is a URL of one of these protocols, written as `protocol://`. */
export function isUrlOf(...protocols: readonly string[]): Check {
  return (value) => {
    if (!URL.canParse(value)) return false;
    const { protocol } = new URL(value);
    return protocols.includes(protocol) && value.toLowerCase().startsWith(`${protocol}//`);
  };
}

/**
 * Whether it is plain which part of a URL is the password: parsers disagree about a URL with a second `@`, or with one behind
 * the host. A part of the password would then be taken for the host or the database, and shown.
 */
function isUnambiguous(url: string): boolean {
  const [authority = "", ...rest] = url.replace(/^\w+:\/\//, "").split(/[/?#]/);
  const [userInfo, ...hosts] = authority.includes("@") ? authority.split("@") : ["", authority];
  return hosts.length === 1 && !rest.some((part) => part.includes("@")) && (userInfo?.split(":").length ?? 0) <= 2;
}

/** Clients decode the user and the password. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** PostgreSQL's clients take the user's name, or `postgres`, for a database that is not named. */
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
    error: `must be postgresql:// URLs, separated by commas, ${percentEncoding}, and commas, too`,
    abort: true,
  })
  .refine((urls) => urls.every(hasDatabase), `must each name a database: ${databaseForm}`);

export const redisUrl = z
  .string()
  .trim()
  .refine(isUsable(isUrlOf("redis:", "rediss:")), `must be a redis:// or rediss:// URL, ${percentEncoding}`);
