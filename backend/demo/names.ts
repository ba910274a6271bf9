import { fictitiousBin, fictitiousInn } from '#domain/client/tax-id.ts';
import type { Random } from './random.ts';

/** People, firms and numbers that cannot belong to anybody. */

type List = readonly [string, ...string[]];

const SURNAMES: List = [
  'Берёзкин',
  'Вишневский',
  'Грачёв',
  'Дубровин',
  'Ежевикин',
  'Журавкин',
  'Калиткин',
  'Ласточкин',
  'Мостовой',
  'Облаков',
  'Полевкин',
  'Родников',
  'Снегирёв',
  'Тропинин',
  'Хлебников',
  'Черёмухин',
];
const GIVEN: List = ['Артём', 'Борис', 'Виктор', 'Глеб', 'Денис', 'Егор', 'Илья', 'Олег', 'Павел'];
const KZ_SURNAMES: List = ['Жаңбыров', 'Көктемов', 'Қарлығашов', 'Өзенов', 'Тауов', 'Шуақов'];
const KZ_GIVEN: List = ['Әлібек', 'Бекзат', 'Дәурен', 'Ермек', 'Нұрлан', 'Серік', 'Үміт'];

const FIRM_FIRST: List = ['Северный', 'Дальний', 'Речной', 'Степной', 'Лесной', 'Новый', 'Быстрый'];
const FIRM_SECOND: List = ['маршрут', 'перевал', 'причал', 'рейс', 'обоз', 'караван', 'путь'];
const KZ_FIRM: List = ['Ақ жол', 'Биік белес', 'Дала желі', 'Күміс көл', 'Тұлпар көлік'];

const STREETS: List = ['Васильковая', 'Грибная', 'Клеверная', 'Ольховая', 'Рябиновая', 'Ягодная'];

export type DemoCountry = 'RU' | 'KZ';

export function personName(random: Random, country: DemoCountry): string {
  const [surnames, given] = country === 'KZ' ? [KZ_SURNAMES, KZ_GIVEN] : [SURNAMES, GIVEN];
  return `${random.pick(surnames)} ${random.pick(given)}`;
}

/** A firm's name; the number keeps two firms with the same words apart. */
export function firmName(random: Random, country: DemoCountry, number: number): string {
  if (country === 'KZ') return `ТОО «${random.pick(KZ_FIRM)}-${number}»`;
  return `ООО «${random.pick(FIRM_FIRST)} ${random.pick(FIRM_SECOND)} ${number}»`;
}

/** Right check digits, but a region (RU) or a month (KZ) that does not exist. */
export function taxId(country: DemoCountry, number: number): string {
  return country === 'KZ' ? fictitiousBin(number) : fictitiousInn(number);
}

/** Area code 000 is assigned to nobody in the numbering plan of +7. */
export function phone(number: number): string {
  return `+7000${String(number).padStart(7, '0')}`;
}

/** `.example` never resolves (RFC 2606). */
export function email(number: number): string {
  return `fleet@client-${number}.example`;
}

/** Region 00 is on no plate, in Russia or in Kazakhstan. */
export function plate(random: Random, country: DemoCountry): string {
  const digits = String(random.integer(1, 999)).padStart(3, '0');
  if (country === 'KZ') return `${digits} ABC 00`;
  const letters: List = ['А', 'В', 'Е', 'К', 'М', 'Н', 'О', 'Р', 'С', 'Т', 'У', 'Х'];
  return `${random.pick(letters)}${digits}${random.pick(letters)}${random.pick(letters)} 00`;
}

export function address(random: Random): string {
  return `ул. ${random.pick(STREETS)}, ${random.integer(1, 120)}`;
}
