import { hashSecret } from "../../src/access/auth/api-key-secret.js";
import { hashPassword } from "../../src/access/auth/password.js";
import { allScopes, type Scope } from "../../src/access/auth/scope.type.js";
import { createTokens } from "../../src/access/auth/tokens.js";
import { jwtSecret, type TestServer } from "../support/server.js";
import { password } from "../user/user.steps.js";

/** The ids and the email that operations use. */
export interface Subjects {
  readonly customer: string;
  readonly address: string;
  readonly group: string;
  readonly user: string;
  readonly apiKey: string;
  readonly change: string;
  readonly order: string;
  readonly priceList: string;
  readonly region: string;
  readonly job: string;
  readonly email: string;
}

/** Ada's own record. */
export const adas: Subjects = {
  customer: "cus_ada",
  address: "cuaddr_ada",
  group: "cusgroup_vip",
  user: "user_grace",
  apiKey: "apk_import",
  change: "chg_1",
  order: "order_ada",
  priceList: "plist_sale",
  region: "reg_europe",
  job: "job_import",
  email: "ada@example.com",
};

/** Objects of others. */
export const others: Subjects = {
  ...adas,
  customer: "cus_eva",
  address: "cuaddr_eva",
  order: "order_eva",
  email: "eva@example.com",
};

/** Ids of objects that do not exist. */
export const unknown: Subjects = {
  customer: "cus_unknown",
  address: "cuaddr_unknown",
  group: "cusgroup_unknown",
  user: "user_unknown",
  apiKey: "apk_unknown",
  change: "chg_unknown",
  order: "order_unknown",
  priceList: "plist_unknown",
  region: "reg_unknown",
  job: "job_unknown",
  email: "unknown@example.com",
};

/** A user or an API key. */
export interface StaffCaller {
  readonly name: string;
  readonly credential: string;
  readonly scopes: readonly Scope[];
  readonly isKey: boolean;
}

const secretOf = (name: string) => `sk_of_${name}`;

/** An API key for each scope, one without scopes, and one and a user with all scopes. */
export const staffCallers = async (): Promise<StaffCaller[]> => [
  ...allScopes.map((scope) => ({
    name: `a key with ${scope}`,
    credential: secretOf(scope),
    scopes: [scope],
    isKey: true,
  })),
  { name: "a key with no scope", credential: secretOf("NONE"), scopes: [], isKey: true },
  { name: "a key with all scopes", credential: secretOf("ALL"), scopes: allScopes, isKey: true },
  { name: "a user with all scopes", credential: await tokenOf("user_grace"), scopes: allScopes, isKey: false },
];

/** Invalid credentials, each with its fault. */
export const invalidCredentials = async (): Promise<Record<string, string | null>> => ({
  "no credential": null,
  "a word": "password",
  "an expired token": await tokenOf("cus_ada", { lifetime: -3_600 }),
  "an expired token of a user": await tokenOf("user_grace", { lifetime: -3_600 }),
  "a token signed with a foreign key": await tokenOf("user_grace", { secret: "a secret that is not the server's" }),
  "a token of an unknown user": await tokenOf("user_unknown"),
  "a revoked key": secretOf("REVOKED"),
  "an expired key": secretOf("EXPIRED"),
  "a token of a deleted user": await tokenOf("user_gone"),
  "a token of a deleted customer": await tokenOf("cus_gone"),
  "a user's token from before a password change": await tokenOf("user_changed"),
  "a customer's token from before a password change": await tokenOf("cus_changed"),
});

/** The token of the customer Ada. */
export const adasToken = () => tokenOf("cus_ada");

async function tokenOf(id: string, { secret = jwtSecret, lifetime = 3_600 } = {}): Promise<string> {
  return (await createTokens([secret]).issue({ id, passwordVersion: 1 }, lifetime)).token;
}

let hash: Promise<string> | undefined;

/** Inserts all callers and subjects into the tables. */
export async function givenCallers({ testDatabase }: TestServer): Promise<void> {
  const { prisma } = testDatabase.database;
  hash ??= hashPassword(password);
  const longAgo = new Date("2020-02-02T02:02:02.000Z");
  const customers = ["ada", "eva", "gone", "changed"].map((name) => ({
    id: `cus_${name}`,
    email: `${name}@example.com`,
    hasAccount: true,
    externalIds: [{ system: "erp", value: `${name}@example.com` }],
    deletedAt: name === "gone" ? longAgo : null,
  }));
  const users = ["grace", "gone", "changed"].map((name) => ({
    id: `user_${name}`,
    email: `${name}@example.com`,
    scopes: name === "grace" ? allScopes : [],
    deletedAt: name === "gone" ? longAgo : null,
  }));
  const keys = [
    ...allScopes.map((scope) => ({ id: `apk_${scope}`, secret: scope, scopes: [scope] })),
    { id: "apk_none", secret: "NONE", scopes: [] },
    { id: "apk_all", secret: "ALL", scopes: allScopes },
    { id: "apk_import", secret: "IMPORT", scopes: [] },
    { id: "apk_revoked", secret: "REVOKED", scopes: allScopes, revokedAt: longAgo },
    { id: "apk_expired", secret: "EXPIRED", scopes: allScopes, expiresAt: longAgo },
  ];
  const passwordHash = await hash;
  const versionOf = (id: string) => (id.endsWith("_changed") ? 2 : 1);

  await prisma.customer.createMany({ data: customers.map((row) => ({ ...row, passwordVersion: versionOf(row.id) })) });
  await prisma.customerPassword.createMany({
    data: customers.map(({ id }) => ({ customerId: id, hash: passwordHash })),
  });
  await prisma.address.createMany({
    data: ["ada", "eva"].map((name) => ({ id: `cuaddr_${name}`, customerId: `cus_${name}`, isDefaultShipping: true })),
  });
  await prisma.customerGroup.create({ data: { id: "cusgroup_vip", name: "VIP" } });
  await prisma.customerGroupMember.createMany({
    data: ["cus_ada", "cus_eva"].map((customerId) => ({ groupId: "cusgroup_vip", customerId })),
  });
  await prisma.priceList.create({ data: { id: "plist_sale", title: "Sale", type: "SALE", status: "ACTIVE" } });
  await prisma.region.create({
    data: { id: "reg_europe", name: "Europe", currencyCode: "EUR", countryCodes: ["it"] },
  });
  // The first caller of `staffCallers` has started it.
  await prisma.job.create({
    data: {
      id: "job_import",
      kind: "CUSTOMERS_IMPORT",
      actorType: "API_KEY",
      actorId: `apk_${allScopes[0]}`,
      scopes: [],
    },
  });
  await prisma.order.createMany({
    data: ["ada", "eva"].map((name) => ({
      id: `order_${name}`,
      customerId: `cus_${name}`,
      status: "PENDING",
      currencyCode: "EUR",
      total: "1.00",
      placedAt: longAgo,
    })),
  });
  await prisma.$executeRaw`
    INSERT INTO change (sequence, id, at, action, subject_type, subject_id, actor_type, actor_id, fields)
    VALUES (0, 'chg_1', ${longAgo}, 'CREATED', 'CUSTOMER', 'cus_eva', 'SYSTEM', 'system', '[]')`;
  await prisma.staffUser.createMany({ data: users.map((row) => ({ ...row, passwordVersion: versionOf(row.id) })) });
  await prisma.staffPassword.createMany({ data: users.map(({ id }) => ({ userId: id, hash: passwordHash })) });
  await prisma.apiKey.createMany({
    data: keys.map(({ secret, ...key }) => ({
      title: secret,
      redacted: "sk_…",
      secretHash: hashSecret(secretOf(secret)),
      ...key,
    })),
  });
}
