// What an invented network tells everybody.
import type { KeptNewsRecord, NewsRecord, PublicStationRecord } from '#protocol/records/guests.ts';
import { nowMs } from '../samples.ts';

const DAY_MS = 86_400_000;
const everybody = { audience: 'everybody', programmeId: null } as const;

export const news: readonly NewsRecord[] = [
  {
    ...everybody,
    newsId: '01939c2e-0000-7000-8000-000000000102',
    texts: {
      ru: {
        title: 'АЗС № 17 закрыта на ремонт до пятницы',
        text: 'Ближайшая — № 18, в семи километрах по трассе М-5.\nКарты и талоны там принимают так же.',
      },
      en: {
        title: 'Station 17 is shut for repairs until Friday',
        text: 'The nearest is station 18, seven kilometres further on the M-5.',
      },
      kk: {
        title: '№ 17 ЖҚС жұмаға дейін жөндеуге жабылды',
        text: 'Ең жақыны — М-5 трассасында жеті шақырым жердегі № 18 ЖҚС.',
      },
    },
    fromMs: nowMs - DAY_MS,
    untilMs: nowMs + 3 * DAY_MS,
  },
  {
    ...everybody,
    newsId: '01939c2e-0000-7000-8000-000000000101',
    texts: { ru: { title: 'Зимнее дизельное топливо', text: 'С первого декабря на всех АЗС.' } },
    fromMs: nowMs - 9 * DAY_MS,
    untilMs: null,
  },
];

const written = { withdrawnAtMs: null, writtenByName: 'Петрова А. С.', revision: 1 };

export const keptNews: readonly KeptNewsRecord[] = [
  ...news.map((one, index): KeptNewsRecord => {
    const state = index === 0 ? 'current' : 'withdrawn';
    return { ...one, ...written, state, writtenAtMs: one.fromMs };
  }),
  ...(['planned', 'over'] as const).map((state, index): KeptNewsRecord => {
    const [, plain] = news;
    return {
      ...written,
      ...everybody,
      newsId: `01939c2e-0000-7000-8000-00000000009${index}`,
      texts: plain?.texts ?? {},
      audience: index === 0 ? 'staff' : 'clients',
      state,
      fromMs: nowMs + (index === 0 ? 2 : -8) * DAY_MS,
      untilMs: nowMs + (index === 0 ? 4 : -2) * DAY_MS,
      writtenAtMs: nowMs - 9 * DAY_MS,
    };
  }),
];

const usual = { country: 'RU', zone: 'Europe/Moscow', revision: 0 } as const;

export const stations: readonly PublicStationRecord[] = [
  {
    ...usual,
    stationId: 'station-17',
    name: 'АЗС № 17',
    address: 'Московская обл., трасса М-5, 120-й км, слева по ходу из города',
    phone: '+79160000017',
    hours: [{ weekdays: [0, 1, 2, 3, 4, 5, 6], fromMinute: 0, toMinute: 1440 }],
    products: ['АИ-92', 'АИ-95', 'ДТ зимнее'],
  },
  {
    ...usual,
    stationId: 'station-18',
    name: 'АЗС № 18',
    address: 'Трасса М-5, 127-й км',
    phone: null,
    hours: [
      { weekdays: [0, 1, 2, 3, 4], fromMinute: 360, toMinute: 1320 },
      { weekdays: [5], fromMinute: 480, toMinute: 1200 },
    ],
    products: ['АИ-95', 'ДТ'],
  },
  {
    ...usual,
    stationId: 'station-19',
    name: 'АЗС № 19',
    address: null,
    phone: null,
    hours: null,
    products: [],
  },
];
