import type { Currency } from '../money/money.ts';

// What is usual in a country, for registers that do not say it.

/** The zone of a country that has one, or that most of its stations are in. */
export const countryZones: Readonly<Record<string, string>> = {
  CZ: 'Europe/Prague',
  SK: 'Europe/Bratislava',
  RU: 'Europe/Moscow',
  KZ: 'Asia/Almaty',
};

export const countryCurrencies: Readonly<Record<string, Currency>> = {
  CZ: 'CZK',
  SK: 'EUR',
  RU: 'RUB',
  KZ: 'KZT',
};
