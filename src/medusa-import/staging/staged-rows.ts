import { storedMedusaHash } from "../../access/auth/medusa-hash.js";
import { normalizeCountryCode, normalizeCurrencyCode, normalizeEmail } from "../../graphql/input/normalize-text.js";
import { isCountryCode } from "../../shop/country/country.data.js";
import { decimalsOf } from "../../shop/currency/currency.data.js";
import type {
  SourceAddress,
  SourceCustomer,
  SourceGroup,
  SourceLogin,
  SourceMembership,
  SourceRegion,
} from "../source/source-rows.js";
import { datesOf, metadataOf, RowCheck } from "./row-check.js";
import { idsOf } from "./staged-ids.js";
import type { StagedRow } from "./staging-table.js";

export function stagedRegion(row: SourceRegion): StagedRow<"Region"> {
  const check = new RowCheck();
  const name = check.text("name", row.name);
  if (name === null) check.refuse("BLANK", "name");
  const currency_code = normalizeCurrencyCode(row.currency_code ?? "");
  if (decimalsOf(currency_code) === undefined) check.refuse("INVALID_CURRENCY", "currencyCode");
  const codes = (row.countries ?? []).map(normalizeCountryCode).filter(isCountryCode);
  const country_codes = [...new Set(codes)].sort();
  const values = { name, currency_code, country_codes, ...metadataOf(row), ...datesOf(row) };
  return { ...idsOf("Region", row), ...values, problem: check.problem };
}

export function stagedGroup(row: SourceGroup): StagedRow<"CustomerGroup"> {
  const check = new RowCheck();
  const name = check.text("name", row.name);
  if (name === null) check.refuse("BLANK", "name");
  const values = { name, created_by: row.created_by, ...metadataOf(row), ...datesOf(row) };
  return { ...idsOf("CustomerGroup", row), ...values, problem: check.problem };
}

export function stagedCustomer(row: SourceCustomer): StagedRow<"Customer"> {
  const check = new RowCheck();
  const values = {
    email: check.email("email", row.email),
    first_name: check.text("firstName", row.first_name),
    last_name: check.text("lastName", row.last_name),
    company_name: check.text("companyName", row.company_name),
    phone: check.text("phone", row.phone),
    has_account: row.has_account ?? false,
    created_by: row.created_by,
  };
  const { email, first_name, last_name, company_name, phone } = values;
  if (values.has_account && email === null) check.refuse("REQUIRED", "email");
  if ([email, first_name, last_name, company_name, phone].every((value) => value === null))
    check.refuse("REQUIRED", "email, phone or a name");
  return { ...idsOf("Customer", row), ...values, ...metadataOf(row), ...datesOf(row), problem: check.problem };
}

export function stagedAddress(row: SourceAddress): StagedRow<"Address"> {
  const check = new RowCheck();
  const texts = {
    address_name: check.text("addressName", row.address_name),
    company: check.text("company", row.company),
    first_name: check.text("firstName", row.first_name),
    last_name: check.text("lastName", row.last_name),
    address_1: check.lines("address1", row.address_1),
    address_2: check.lines("address2", row.address_2),
    city: check.text("city", row.city),
    province: check.text("province", row.province),
    postal_code: check.text("postalCode", row.postal_code),
    phone: check.text("phone", row.phone),
    country_code: normalizeCountryCode(row.country_code ?? "") || null,
  };
  if (texts.country_code !== null && !isCountryCode(texts.country_code)) check.refuse("INVALID_COUNTRY", "countryCode");
  if (Object.values(texts).every((text) => text === null)) check.refuse("BLANK", "address");
  return {
    ...idsOf("Address", row),
    ...texts,
    customer_ref: row.customer_id,
    is_default_shipping: row.is_default_shipping ?? false,
    is_default_billing: row.is_default_billing ?? false,
    ...metadataOf(row),
    ...datesOf(row),
    problem: check.problem,
  };
}

export function stagedLogin(row: SourceLogin): StagedRow<"Login"> {
  const hash = storedMedusaHash(row.hash ?? "") ?? null;
  return {
    medusa_id: row.id,
    age: row.age,
    customer_ref: row.customer_id,
    login: normalizeEmail(row.login ?? ""),
    hash,
    problem: hash === null ? "INVALID hash" : null,
  };
}

export function stagedMembership(row: SourceMembership): StagedRow<"Membership"> {
  return { customer_ref: row.customer_id, group_ref: row.group_id, created_at: row.created_at };
}
