// Invented contents of the gallery. Plain things of an office, nothing of the product's trade.
import type { Option } from '#ui/field/option.ts';
import type { Tone } from '#ui/status/tone.ts';

export interface SampleRow {
  readonly id: string;
  readonly atMs: number;
  readonly name: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
  readonly tone: Tone;
}

const names = ['Ольха', 'Қайың', 'Ясень', 'Емен', 'Рябина', 'Үйеңкі', 'Липа', 'Шырша'] as const;
const tones: readonly Tone[] = ['ok', 'ok', 'info', 'ok', 'warn', 'ok', 'danger', 'neutral'];
const firstAtMs = 1_795_300_000_000;
const stepMs = 437_000;

export const sampleNowMs = firstAtMs + 5 * 60_000;

export const toneWords: Readonly<Record<Tone, string>> = {
  ok: 'Принято',
  warn: 'Ждёт ответа',
  danger: 'Отклонено',
  info: 'В работе',
  neutral: 'Черновик',
};

export function sampleRows(count: number): readonly SampleRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    atMs: firstAtMs - index * stepMs,
    name: `${names[index % names.length] ?? ''} ${(index * 7) % 97}`,
    volumeMl: 5000 + ((index * 7920) % 90_000) + (index % 9 === 4 ? 7 : 0),
    amountMinor: 100_000 + ((index * 104_729) % 9_000_000),
    tone: tones[index % tones.length] ?? 'ok',
  }));
}

export const places: readonly Option[] = [
  { value: '1', label: 'Первое окно', hint: 'Свободно' },
  { value: '2', label: 'Второе окно', hint: 'Занято до 14:20' },
  { value: '3', label: 'Третье окно', hint: 'Свободно' },
  { value: '4', label: 'Четвёртое окно', hint: 'Закрыто', disabled: true },
];

export const ways: readonly Option[] = [
  { value: 'sum', label: 'На сумму' },
  { value: 'volume', label: 'По объёму' },
  { value: 'full', label: 'До конца' },
];

export const towns: readonly Option[] = [
  { value: 'ala', label: 'Алматы', hint: 'KZ' },
  { value: 'kst', label: 'Қостанай', hint: 'KZ' },
  { value: 'osk', label: 'Өскемен', hint: 'KZ' },
  { value: 'oms', label: 'Омск', hint: 'RU' },
  { value: 'chl', label: 'Челябинск', hint: 'RU' },
];

export const words = {
  product: 'Рабочее место',
  place: 'Стол 4',
  person: 'Ким Е. А.',
  online: 'Связь есть',
  offline: 'Нет связи с 21:40.',
  offlineText: 'Работа продолжается по сохранённым правилам, 3 записи ждут отправки.',
  queue: 'Очередь',
  testBuild: 'Пробная сборка',
  testBuildText: 'Не для настоящей работы.',
  newRecord: 'Новая запись',
  number: 'Номер',
  numberHint: 'Приложите к считывателю или введите',
  placeLabel: 'Окно',
  way: 'Как считать',
  sum: 'Сумма',
  sumError: 'Больше остатка на 1 250,00 ₸.',
  sumNext: 'Введите не больше 8 750,00 ₸.',
  volume: 'Объём',
  secret: 'Код',
  day: 'Дата',
  town: 'Город',
  password: 'Пароль',
  comment: 'Примечание',
  kilometres: 'км',
  agree: 'Напечатать копию',
  agreeHint: 'Второй лист выйдет сразу после первого',
  submit: 'Записать',
  clear: 'Очистить',
  remove: 'Удалить',
  more: 'Подробнее',
  busy: 'Отправка',
  list: 'Записи за день',
  details: 'Подробности',
  rest: 'Остаток',
  restNote: 'из 50 000,00 ₸ на сегодня',
  available: 'Можно взять',
  colTime: 'Время',
  colName: 'Имя',
  colState: 'Состояние',
  colVolume: 'Объём',
  colSum: 'Сумма',
  total: 'Итого',
  tabs: 'Разделы',
  tip: 'Печать возможна после записи',
  confirmTitle: 'Удалить запись 17?',
  confirmText: 'Запись исчезнет из списка. В журнале останется, кто и когда её удалил.',
  loadTitle: 'Загрузка списка',
  progress: 'Чтение файла',
  progressNote: '1 240 из 2 000',
  emptyTitle: 'Сегодня записей ещё нет',
  emptyText: 'Первая появится здесь сразу после сохранения.',
  refusal: { code: 'LINK_DOWN' },
  failedText: 'Сервер не ответил за 10 секунд. Проверьте связь и повторите.',
  refused: 'Запись не принята',
  refusedText: 'Дневной предел исчерпан. Уменьшите сумму или позвоните старшему.',
  accepted: 'Запись 17 принята',
} as const;
