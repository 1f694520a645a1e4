import { apiKeysSection } from "../api-keys/api-keys.section.js";
import { customersSection } from "../customers/customers.section.js";
import { groupsSection } from "../groups/groups.section.js";
import { importExportSection } from "../import-export/import-export.section.js";
import type { Section } from "../layout/section.js";
import { overviewSection } from "../overview/overview.section.js";
import { priceListsSection } from "../price-lists/price-lists.section.js";
import { profileSection } from "../profile/profile.section.js";
import { regionsSection } from "../regions/regions.section.js";
import { staffSection } from "../staff/staff.section.js";

/** The sections in the order of the navigation. */
export const sections: readonly Section[] = [
  overviewSection,
  customersSection,
  groupsSection,
  priceListsSection,
  regionsSection,
  importExportSection,
  staffSection,
  apiKeysSection,
  profileSection,
];
