import { idPrefixes } from "../graphql/node/ids.js";
import { type DemoAddress, generateAddresses } from "./demo-addresses.js";
import { generateId } from "./demo-ids.js";
import { creationTime, type DemoPeriod, timeAfter } from "./demo-period.js";
import { type DemoPerson, generatePerson, generatePhone } from "./demo-person.js";
import { chance, createRandom, integerBelow, pick, type Random, shuffle } from "./random.js";

/** The values that determine the demo data. Equal values create equal data. The period changes dates only. */
export interface DemoDataParameters {
  /** The number of customers. */
  readonly customers: number;
  readonly seed: number;
  readonly period: DemoPeriod;
}

export interface DemoCustomer {
  readonly id: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly companyName: string | null;
  readonly phone: string | null;
  readonly hasAccount: boolean;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly addresses: readonly DemoAddress[];
}

interface Identity {
  readonly person: DemoPerson;
  readonly email: string | null;
  readonly hasAccount: boolean;
}

// Twenty customers have forty addresses.
const countsOfTwentyCustomers = [0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4];

/** Generates customers with their addresses, in order of creation. */
export function* generateCustomers({ customers, seed, period }: DemoDataParameters): Generator<DemoCustomer> {
  const random = createRandom(seed);
  let addressCounts: number[] = [];
  let registered: Identity | undefined;
  for (let index = 0; index < customers; index++) {
    if (addressCounts.length === 0) addressCounts = shuffle(random, countsOfTwentyCustomers);
    const identity = generateIdentity(random, index, registered);
    if (identity.hasAccount) registered = identity;
    // At most one guest may have the email of a registered customer.
    else if (identity.email === registered?.email) registered = undefined;
    const createdAt = creationTime(random, period, index, customers);
    yield generateCustomer(random, period, identity, { createdAt, addressCount: addressCounts.pop() ?? 0 });
  }
}

/** Registered customers have an email. Some guests have only a phone. Some guests have the email of a registered customer. */
function generateIdentity(random: Random, index: number, registered: Identity | undefined): Identity {
  if (chance(random, 0.6)) {
    const person = generatePerson(random);
    return { person, email: emailOf(random, person, index), hasAccount: true };
  }
  if (registered && chance(random, 0.1)) return { ...registered, hasAccount: false };
  const person = generatePerson(random);
  return { person, email: chance(random, 0.1) ? null : emailOf(random, person, index), hasAccount: false };
}

function generateCustomer(
  random: Random,
  period: DemoPeriod,
  { person, email, hasAccount }: Identity,
  { createdAt, addressCount }: { createdAt: number; addressCount: number },
): DemoCustomer {
  const companyName = chance(random, 0.15) ? generateCompany(random) : null;
  const isNameless = companyName !== null && chance(random, 0.1);
  const isChanged = chance(random, 0.3);
  return {
    id: generateId(random, period, idPrefixes.Customer, createdAt),
    email,
    firstName: isNameless ? null : person.firstName,
    lastName: isNameless ? null : person.lastName,
    companyName,
    phone: email === null || chance(random, 0.5) ? generatePhone(random, person.market.callingCode) : null,
    hasAccount,
    metadata: chance(random, 0.25) ? generateMetadata(random) : null,
    version: isChanged ? 2 : 1,
    createdAt: new Date(createdAt),
    updatedAt: new Date(isChanged ? timeAfter(random, period, createdAt, 90) : createdAt),
    addresses: generateAddresses(random, period, { person, companyName, createdAt, count: addressCount }),
  };
}

// These domains receive no mail (RFC 2606).
const emailDomains = ["example.com", "example.org", "example.net", "mail.example"];

// The number makes the email unique.
function emailOf(random: Random, person: DemoPerson, index: number): string {
  const name = [person.firstName, person.lastName].map(toAscii).filter(Boolean).join(".");
  return `${name || "customer"}.${index + 1}@${pick(random, emailDomains, 2)}`;
}

const undecomposedLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  ø: "oe",
  ð: "d",
  đ: "d",
  þ: "th",
  ł: "l",
  ı: "i",
};

// Returns an empty text for names in other scripts, because a transcription could be wrong.
function toAscii(name: string): string {
  return name
    .toLowerCase()
    .replace(/[ßæøðđþłı]/g, (letter) => undecomposedLetters[letter] ?? "")
    .normalize("NFD")
    .replace(/[^a-z]/g, "");
}

const companyKinds = ["Trading", "Imports", "Supplies", "Retail", "Studio", "Foods", "Textiles", "Workshop"];

function generateCompany(random: Random): string {
  return `Demo ${pick(random, companyKinds)} ${1 + integerBelow(random, 999)}`;
}

function generateMetadata(random: Random): Record<string, unknown> {
  return {
    source: pick(random, ["web", "app", "store", "phone"]),
    ...(chance(random, 0.5) && { loyaltyTier: pick(random, ["bronze", "silver", "gold"], 2) }),
    ...(chance(random, 0.3) && { loyaltyPoints: integerBelow(random, 5000) }),
    ...(chance(random, 0.2) && { preferences: { newsletter: chance(random, 0.5), currency: "EUR" } }),
  };
}
