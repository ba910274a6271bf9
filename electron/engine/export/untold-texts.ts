import type { Language } from '#protocol/shell.ts';
import type { UntoldKind } from '../fork/untold.ts';

/** Words of the file of what a fork has not told. */
export interface UntoldTexts {
  readonly columns: readonly string[];
  readonly kinds: Readonly<Record<UntoldKind, string>>;
  /** What is to be done about a line. */
  readonly ways: Readonly<Record<UntoldKind | 'booked', string>>;
}

export const untoldTexts: Readonly<Record<Language, UntoldTexts>> = {
  ru: {
    columns: [
      'Запись',
      'Что',
      'Что сделать',
      'Чек',
      'Дата',
      'Время',
      'Карта',
      'Товар',
      'ТРК',
      'Литры',
      'Сумма',
      'Валюта',
      'Оператор',
    ],
    kinds: {
      fill: 'Заправка',
      refund: 'Возврат',
      redemption: 'Погашение баллов или талона',
      block: 'Блокировка карты',
      return: 'Сдача карты',
      limit: 'Снижение лимита',
    },
    ways: {
      fill: 'Внести вручную: «Выписка», «Заправка по бумажному чеку»',
      refund: 'Провести возврат ещё раз',
      redemption: 'Сообщить офису',
      block: 'Заблокировать карту ещё раз',
      return: 'Принять карту ещё раз',
      limit: 'Снизить лимит ещё раз',
      booked: 'Уже учтено сервером, не вносить',
    },
  },
  en: {
    columns: [
      'Line',
      'What',
      'What to do',
      'Slip',
      'Date',
      'Time',
      'Card',
      'Product',
      'Pump',
      'Litres',
      'Amount',
      'Currency',
      'Operator',
    ],
    kinds: {
      fill: 'Fill',
      refund: 'Refund',
      redemption: 'Points or voucher taken',
      block: 'Card blocked',
      return: 'Card given up',
      limit: 'Limit lowered',
    },
    ways: {
      fill: 'Enter by hand: Statement, Fill from a paper slip',
      refund: 'Make the refund again',
      redemption: 'Tell the office',
      block: 'Block the card again',
      return: 'Take the card back again',
      limit: 'Lower the limit again',
      booked: 'In the books already, do not enter',
    },
  },
  kk: {
    columns: [
      'Жазба',
      'Не',
      'Не істеу керек',
      'Чек',
      'Күні',
      'Уақыты',
      'Карта',
      'Тауар',
      'Колонка',
      'Литр',
      'Сома',
      'Валюта',
      'Оператор',
    ],
    kinds: {
      fill: 'Құю',
      refund: 'Қайтару',
      redemption: 'Ұпай немесе талон жұмсалды',
      block: 'Карта бұғатталды',
      return: 'Карта қайтарылды',
      limit: 'Лимит төмендетілді',
    },
    ways: {
      fill: 'Қолмен енгізу: «Көшірме», «Қағаз чек бойынша құю»',
      refund: 'Қайтаруды қайта жасау',
      redemption: 'Кеңсеге хабарлау',
      block: 'Картаны қайта бұғаттау',
      return: 'Картаны қайта қабылдау',
      limit: 'Лимитті қайта төмендету',
      booked: 'Сервер есепке алған, енгізбеу керек',
    },
  },
};
