// Where a network works: the countries whose VAT it knows, and their time zones.

export const countries = ['KZ', 'RU', 'CZ', 'SK'] as const;

export type ZonedCountry = (typeof countries)[number];

/** IANA zones of each country, the most usual first. Kazakhstan is one zone since 2024-03-01. */
export const zonesOf: Readonly<Record<ZonedCountry, readonly [string, ...string[]]>> = {
  KZ: ['Asia/Almaty'],
  RU: [
    'Europe/Moscow',
    'Europe/Kaliningrad',
    'Europe/Samara',
    'Asia/Yekaterinburg',
    'Asia/Omsk',
    'Asia/Krasnoyarsk',
    'Asia/Irkutsk',
    'Asia/Yakutsk',
    'Asia/Vladivostok',
    'Asia/Magadan',
    'Asia/Kamchatka',
  ],
  CZ: ['Europe/Prague'],
  SK: ['Europe/Bratislava'],
};

/** Narrows what a select gives back. */
export function asCountry(text: string | null): ZonedCountry | null {
  return countries.find((country) => country === text) ?? null;
}
