import type { ProductUnit } from '#domain/product/product.ts';

/** What a register does not say and its reader knows. Rules as data: a new issuer is a new line. */

/** Codes of three letters (ISO 3166-1 alpha-3), as registers of card issuers use them. */
export const countryCodes: Readonly<Record<string, string>> = {
  CZE: 'CZ',
  SVK: 'SK',
  RUS: 'RU',
  KAZ: 'KZ',
};

/** Where a client register knows currencies only. */
export const currencyCountries: Readonly<Record<string, string>> = {
  CZK: 'CZ',
  EUR: 'SK',
  RUB: 'RU',
  KZT: 'KZ',
};

interface UnitRule {
  readonly unit: ProductUnit;
  /** Beginnings of words that make it so. */
  readonly words: readonly string[];
}

/**
 * Read in order; the first that fits decides. Services about a fuel (its delivery, its tank) are no
 * fuel.
 */
export const unitRules: readonly UnitRule[] = [
  {
    unit: 'piece',
    words: ['fee', 'poplat', 'service', 'sluzb', 'membership', 'rent', 'report', 'card', 'karta'],
  },
  { unit: 'kilogram', words: ['cng', 'lng'] },
  { unit: 'cubic-metre', words: ['natural gas'] },
  // In a canister it comes by the piece, whatever is inside.
  {
    unit: 'piece',
    words: ['jerrycan', 'kanystr', 'canister', 'additiv', 'aditiv', 'filter', 'bonus'],
  },
  {
    unit: 'litre',
    words: [
      'nafta',
      'natural',
      'benzin',
      'diesel',
      'lpg',
      'super',
      'unleaded',
      'petrol',
      'gasoline',
      'gasoil',
      'biodiesel',
      'bionafta',
      'adblue',
      'e85',
      'ba-',
      'ba ',
      'ai-',
      'аи-',
      'дт',
      'дизел',
      'бензин',
    ],
  },
];

/** Litres only where the description says fuel; whatever nobody recognizes is sold by the piece. */
export function unitGuess(description: string): ProductUnit {
  const plain = withoutAccents(description);
  const fits = (rule: UnitRule): boolean => rule.words.some((word) => beginsWord(plain, word));
  return unitRules.find(fits)?.unit ?? 'piece';
}

function withoutAccents(text: string): string {
  return ` ${text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '')} `;
}

function beginsWord(plain: string, word: string): boolean {
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
    if (!/[\p{L}\d]/u.test(plain[at - 1] ?? ' ')) return true;
  }
  return false;
}
