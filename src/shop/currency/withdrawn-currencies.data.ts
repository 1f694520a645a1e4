/**
 * Withdrawn currencies, and the number of their decimals.
 *
 * Sources: ISO 4217 List Three (codes for historic denominations; six-group.com, data standards), which has no decimals. The
 * decimals come from the Java platform (java.util.Currency), which has them from earlier editions of ISO 4217. A code that
 * is missing there has the decimals of another code of the same currency, otherwise 2.
 */
export const withdrawnCurrencies: ReadonlyMap<string, number> = new Map([
  ...of(0, "ADP BEC BEF BEL BYB BYR ESA ESB ESP GRD ITL LUC LUF LUL MGF PTE ROL TPE TRL XFO XFU XRE"),
  ...of(
    2,
    "AFA ALK ANG AOK AON AOR ARA ARP ARY ATS AYM AZM BAD BGJ BGK BGL BGN BOP BRB BRC BRE BRN BRR BUK CHC CSD CSJ",
  ),
  ...of(
    2,
    "CSK CYP DDM DEM ECS ECV EEK FIM FRF GEK GHC GHP GNE GNS GQE GWE GWP HRD HRK IEP ILP ILR ISJ LAJ LSM LTL LTT",
  ),
  ...of(
    2,
    "LVL LVR MLF MRO MTL MTP MVQ MXP MZE MZM NIC NLG PEH PEI PES PLZ RHD ROK RUR SDD SDP SIT SKK SLL SRG STD SUR",
  ),
  ...of(2, "TJR TMM UAK UGS UGW USS UYN UYP VEB VEF VNC XEU YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC ZWD ZWL ZWN ZWR"),
  ...of(3, "YDD"),
]);

function of(decimals: number, codes: string): [string, number][] {
  return codes.split(" ").map((code) => [code, decimals]);
}
