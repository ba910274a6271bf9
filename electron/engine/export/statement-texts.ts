import type { Language } from '#protocol/shell.ts';

/**
 * Words of the workbook. They are written into a file for somebody else's program, so they live
 * with the export.
 */
export interface StatementTexts {
  readonly sheet: string;
  readonly statement: string;
  readonly period: string;
  readonly asOf: string;
  readonly columns: Readonly<Record<StatementColumn, string>>;
  readonly kinds: Readonly<Record<'sale' | 'top-up', string>>;
  readonly modes: Readonly<Record<'online' | 'offline', string>>;
  readonly opening: string;
  readonly closing: string;
  readonly totals: string;
}

export const statementColumns = [
  'at',
  'kind',
  'card',
  'station',
  'product',
  'pump',
  'litres',
  'price',
  'amount',
  'vatRate',
  'vat',
  'mode',
  'slip',
] as const;
export type StatementColumn = (typeof statementColumns)[number];

export const statementTexts: Readonly<Record<Language, StatementTexts>> = {
  ru: {
    sheet: 'Выписка',
    statement: 'Выписка',
    period: 'Период',
    asOf: 'По состоянию на',
    columns: {
      at: 'Дата и время',
      kind: 'Операция',
      card: 'Карта',
      station: 'АЗС',
      product: 'Товар',
      pump: 'ТРК',
      litres: 'Литры',
      price: 'Цена за литр',
      amount: 'Сумма',
      vatRate: 'Ставка НДС',
      vat: 'НДС',
      mode: 'Связь',
      slip: 'Номер чека',
    },
    kinds: { sale: 'Отпуск', 'top-up': 'Пополнение' },
    modes: { online: 'онлайн', offline: 'без связи' },
    opening: 'Остаток на начало',
    closing: 'Остаток на конец',
    totals: 'Итого отпущено',
  },
  en: {
    sheet: 'Statement',
    statement: 'Statement',
    period: 'Period',
    asOf: 'As of',
    columns: {
      at: 'Date and time',
      kind: 'Operation',
      card: 'Card',
      station: 'Station',
      product: 'Product',
      pump: 'Pump',
      litres: 'Litres',
      price: 'Price per litre',
      amount: 'Amount',
      vatRate: 'VAT rate',
      vat: 'VAT',
      mode: 'Link',
      slip: 'Slip number',
    },
    kinds: { sale: 'Fuel sale', 'top-up': 'Payment' },
    modes: { online: 'online', offline: 'offline' },
    opening: 'Opening balance',
    closing: 'Closing balance',
    totals: 'Total sold',
  },
  kk: {
    sheet: 'Үзінді',
    statement: 'Үзінді көшірме',
    period: 'Кезең',
    asOf: 'Мына уақытқа',
    columns: {
      at: 'Күні мен уақыты',
      kind: 'Операция',
      card: 'Карта',
      station: 'ЖҚС',
      product: 'Тауар',
      pump: 'ОТК',
      litres: 'Литр',
      price: 'Литр бағасы',
      amount: 'Сома',
      vatRate: 'ҚҚС мөлшерлемесі',
      vat: 'ҚҚС',
      mode: 'Байланыс',
      slip: 'Чек нөмірі',
    },
    kinds: { sale: 'Отын босату', 'top-up': 'Толтыру' },
    modes: { online: 'онлайн', offline: 'байланыссыз' },
    opening: 'Басындағы қалдық',
    closing: 'Соңындағы қалдық',
    totals: 'Барлығы босатылды',
  },
};
