/** Countries the network may have stations in (ISO 3166-1 alpha-2). */
export type Country = 'RU' | 'KZ' | 'CZ' | 'SK';

/** A general VAT rate and the local date from which it holds. */
export interface VatRate {
  readonly fromDate: string;
  readonly rateBp: number;
}

/**
 * General VAT rates by country, oldest first, in basis points (2000 = 20 %). A new law is a new
 * line; old lines stay, because a refund uses the rate of its sale.
 *
 * RU: Tax Code art. 164(3); 18 % Law 117-FZ of 2003-07-07, 20 % Law 303-FZ of 2018-08-03,
 *     22 % Law 425-FZ of 2025-11-28.
 * KZ: 12 % Tax Code 2008 art. 268 and Tax Code 2017 art. 422, 16 % Tax Code 2025 (214-VIII).
 * CZ: Act 235/2004 Sb. § 47, 21 % since Act 500/2012 Sb.
 * SK: Act 222/2004 Z. z. § 27, 20 % since 2011, 23 % Act 278/2024 Z. z.
 */
export const vatRates: Readonly<Record<Country, readonly VatRate[]>> = {
  RU: [
    { fromDate: '2004-01-01', rateBp: 1800 },
    { fromDate: '2019-01-01', rateBp: 2000 },
    { fromDate: '2026-01-01', rateBp: 2200 },
  ],
  KZ: [
    { fromDate: '2009-01-01', rateBp: 1200 },
    { fromDate: '2026-01-01', rateBp: 1600 },
  ],
  CZ: [{ fromDate: '2013-01-01', rateBp: 2100 }],
  SK: [
    { fromDate: '2011-01-01', rateBp: 2000 },
    { fromDate: '2025-01-01', rateBp: 2300 },
  ],
};
