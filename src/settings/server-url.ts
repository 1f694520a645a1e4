import * as z from "zod";
import { parseUrl } from "../http/parse-url.js";

type Check = (url: string) => boolean;

/** True if the text is a URL with one of these protocols, written as `protocol://`. */
export function isUrlOf(...protocols: readonly string[]): Check {
  return (value) => {
    const url = parseUrl(value);
    return url !== undefined && protocols.includes(url.protocol) && value.toLowerCase().startsWith(`${url.protocol}//`);
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

/** True for an https:// URL, and for http:// on this machine. Anybody on the network could read or change http:// elsewhere. */
export function isSafeUrl(value: string): boolean {
  const url = parseUrl(value);
  if (url === undefined) return false;
  const { protocol, hostname } = url;
  return protocol === "https:" || (protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname));
}

/** True for a `postgresql://` URL. */
export const isPostgresUrl = isUrlOf("postgres:", "postgresql:");
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

/** True if the URL of a mail server has a host, no path, and no query but `requireTLS`. */
const isSmtpForm: Check = (url) => {
  const { hostname, pathname, search } = new URL(url);
  return hostname !== "" && ["", "/"].includes(pathname) && /^(\?requireTLS=(true|false))?$/.test(search);
};

export const smtpUrl = z
  .string()
  .trim()
  .refine(isUsable(isUrlOf("smtp:", "smtps:")), {
    error: `must be a smtp:// or smtps:// URL, ${percentEncoding}`,
    abort: true,
  })
  .refine(isSmtpForm, "must have the form smtp://user:password@host:587, optionally with ?requireTLS=false");

/** Returns an origin as browsers send it, or undefined if the text is not one. Apps in a web view have schemes of their own. */
function originOf(text: string): string | undefined {
  const url = /^[a-z][a-z\d+.-]*:\/\/[^/?#@*]+\/?$/i.test(text) ? parseUrl(text) : undefined;
  return url && `${url.protocol}//${url.host.toLowerCase()}`;
}

/** `*`, or a list of origins. */
export const origins = z
  .string()
  .transform((value) => value.split(",").map((text) => (text.trim() === "*" ? "*" : originOf(text.trim()))))
  .refine(
    (list): list is string[] => !list.includes(undefined) && (list.length === 1 || !list.includes("*")),
    "must be *, or origins separated by commas, such as https://shop.example.com,https://admin.example.com:8443, without a path",
  );
