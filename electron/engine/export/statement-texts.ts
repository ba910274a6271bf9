import type { StatementKind } from '#domain/statement/totals.ts';
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
  readonly kinds: Readonly<Record<StatementKind, string>>;
  readonly modes: Readonly<Record<'online' | 'offline' | 'entered', string>>;
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
  'listPrice',
  'discount',
  'price',
  'amount',
  'vatRate',
  'vat',
  'mode',
  'slip',
  'note',
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
      listPrice: 'Цена без скидки',
      discount: 'Скидка',
      price: 'Цена за литр',
      amount: 'Сумма',
      vatRate: 'Ставка НДС',
      vat: 'НДС',
      mode: 'Связь',
      slip: 'Номер чека',
      note: 'Сбор, основание',
    },
    kinds: {
      sale: 'Отпуск',
      fee: 'Сбор',
      refund: 'Возврат',
      'top-up': 'Пополнение',
      storno: 'Сторно',
      owed: 'К выплате',
      voucher: 'Талоны',
    },
    modes: { online: 'онлайн', offline: 'без связи', entered: 'вручную' },
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
      listPrice: 'List price',
      discount: 'Discount',
      price: 'Price per litre',
      amount: 'Amount',
      vatRate: 'VAT rate',
      vat: 'VAT',
      mode: 'Link',
      slip: 'Slip number',
      note: 'Fee, reason',
    },
    kinds: {
      sale: 'Fuel sale',
      fee: 'Fee',
      refund: 'Refund',
      'top-up': 'Payment',
      storno: 'Storno',
      owed: 'To be paid out',
      voucher: 'Vouchers',
    },
    modes: { online: 'online', offline: 'offline', entered: 'by hand' },
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
      listPrice: 'Жеңілдіксіз баға',
      discount: 'Жеңілдік',
      price: 'Литр бағасы',
      amount: 'Сома',
      vatRate: 'ҚҚС мөлшерлемесі',
      vat: 'ҚҚС',
      mode: 'Байланыс',
      slip: 'Чек нөмірі',
      note: 'Алым, негіздеме',
    },
    kinds: {
      sale: 'Отын босату',
      fee: 'Алым',
      refund: 'Қайтару',
      'top-up': 'Толтыру',
      storno: 'Сторно',
      owed: 'Төлеуге',
      voucher: 'Талондар',
    },
    modes: { online: 'онлайн', offline: 'байланыссыз', entered: 'қолмен' },
    opening: 'Басындағы қалдық',
    closing: 'Соңындағы қалдық',
    totals: 'Барлығы босатылды',
  },
};
