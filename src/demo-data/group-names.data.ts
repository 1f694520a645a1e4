/** The names of the groups of a small shop, the largest group first. */
export const segments: readonly string[] = [
  "Newsletter",
  "Returning customers",
  "Loyalty bronze",
  "Loyalty silver",
  "Loyalty gold",
  "App users",
  "Students",
  "Business customers",
  "Early access",
  "VIP",
  "Wholesale",
  "Staff",
  "Birthday club",
  "Gift card owners",
  "Store pickup",
  "Subscribers",
  "Seasonal sale",
  "Tax exempt",
  "Product testers",
  "Press",
];

/** Larger shops also have these groups for each region. */
export const regions: readonly string[] = [
  ..."Africa|Alps|Andes|Arabia|Atlantic|Balkans|Baltics|Benelux|Canada|Caribbean|Central America|Central Asia".split(
    "|",
  ),
  ..."Central Europe|China|DACH|East Asia|Eastern Europe|France|Germany|Iberia|India|Ireland|Italy|Japan".split("|"),
  ..."Korea|Latin America|Mediterranean|Mexico|Midwest|Nordics|North Africa|North America|Oceania|Pacific".split("|"),
  ..."South Africa|South Asia|Southeast Asia|Southern Europe|UK|Ukraine|US East|US West|West Africa".split("|"),
];
