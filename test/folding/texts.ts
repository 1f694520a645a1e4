import fc from "fast-check";

/** Letters, marks, digits and signs of many scripts, and invisible characters. */
const characters = [
  ..."abcXYZ019 -'.&@%_\\",
  ..."àéîõüçßøłđæœþıİĀŒŁſǅŉǰﬁªº½²①Ⅳ™№",
  ..."αβΣςσΆᾳᾼΐ",
  ..."жЙйЁёЂѣ",
  ..."אבשׁךּ\u05B8\u05C1",
  ..."محمد\u064F\u0640\u0651آأىﷺﻻ٠١٢۴",
  ..."हिन्दी\u093C१२",
  ..."ไทยกำ๑",
  ..."日本語漢字カガｶﾞぱ々㌔豈",
  ..."한글가각ㅋﾡᄀ",
  ..."ქᲥꭰᎠ",
  ..."😀👩🏽🇮🇹𝐀𝟗𐐀𐐨",
  ..."\u0301\u0308\u0323\u0345\u20DD",
  ..."\u00AD\u034F\u200B\u200C\u200D\u200E\u2060\uFE0F\u{E0041}\u{E0100}\u3164",
  ..."\u00A0\u2003\u3000´¨’–",
];

/** A word of one to six characters. */
export const anyWord = fc
  .array(fc.constantFrom(...characters), { minLength: 1, maxLength: 6 })
  .map((all) => all.join(""));

/** A text of one to ten words. Some characters in them are white space. */
export const anyText = fc
  .array(anyWord, { minLength: 1, maxLength: 6 })
  .map((words) => words.join(" "))
  .filter((text) => text.split(/\p{White_Space}+/u).length <= 10);

/** A phone number as people write it, in the digits of some script. */
export const anyPhone = fc
  .tuple(
    fc.constantFrom("0", "٠", "۰", "०", "๐", "０", "𝟎"),
    fc.array(fc.constantFrom(..."0123456789 -()./+–\u200E\u00A0"), { minLength: 1, maxLength: 16 }),
  )
  .map(([zero, signs]) => {
    const digit = (sign: string) => String.fromCodePoint((zero.codePointAt(0) ?? 0) + Number(sign));
    return signs.map((sign) => (/\d/.test(sign) ? digit(sign) : sign)).join("");
  });
