import type { ExposureKind } from '#domain/lease/exposure.ts';
import type { Language } from '#protocol/shell.ts';

/** Words of the report's files; they live with the export, as those of a statement do. */
export interface ExposureTexts {
  readonly sheet: string;
  readonly asOf: string;
  readonly total: string;
  readonly kinds: Readonly<Record<ExposureKind, string>>;
  readonly units: Readonly<Record<'volume' | 'count', string>>;
  readonly columns: readonly string[];
}

export const exposureTexts: Readonly<Record<Language, ExposureTexts>> = {
  ru: {
    sheet: 'Риск без связи',
    asOf: 'По состоянию на, UTC',
    total: 'Итого',
    kinds: {
      money: 'Деньги договора',
      limit: 'Лимит',
      points: 'Баллы',
      voucher: 'Талон',
    },
    units: {
      volume: 'л',
      count: 'шт.',
    },
    columns: [
      'АЗС',
      'Рабочее место',
      'Клиент',
      'Договор',
      'На что',
      'Карта, счёт',
      'Единица',
      'Может быть потрачено',
      'Срок вышел, нет отчёта',
      'Потеряно',
      'Действует до, UTC',
      'На связи, UTC',
    ],
  },
  en: {
    sheet: 'Offline exposure',
    asOf: 'As of, UTC',
    total: 'Total',
    kinds: {
      money: 'Contract money',
      limit: 'Limit',
      points: 'Points',
      voucher: 'Voucher',
    },
    units: {
      volume: 'L',
      count: 'pcs',
    },
    columns: [
      'Station',
      'Workstation',
      'Client',
      'Contract',
      'On',
      'Card, account',
      'Unit',
      'May be spent',
      'Ended, not reported',
      'Lost',
      'Until, UTC',
      'Last seen, UTC',
    ],
  },
  kk: {
    sheet: 'Байланыссыз тәуекел',
    asOf: 'Мына уақытқа, UTC',
    total: 'Барлығы',
    kinds: {
      money: 'Шарт ақшасы',
      limit: 'Лимит',
      points: 'Ұпайлар',
      voucher: 'Талон',
    },
    units: {
      volume: 'л',
      count: 'дана',
    },
    columns: [
      'ЖҚС',
      'Жұмыс орны',
      'Клиент',
      'Шарт',
      'Неге',
      'Карта, шот',
      'Бірлік',
      'Жұмсалуы мүмкін',
      'Мерзімі өтті, есеп жоқ',
      'Жоғалған',
      'Мерзімі, UTC',
      'Байланыста, UTC',
    ],
  },
};
