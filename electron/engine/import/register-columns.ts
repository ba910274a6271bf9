import type { RegisterKind } from '#protocol/records/registers.ts';

/**
 * How columns of registers are called, here and at other issuers: every word by which the screens
 * name a field is among them. Compared without case, spaces and signs.
 */
export interface RegisterColumn {
  readonly field: string;
  readonly names: readonly string[];
  readonly required: boolean;
}

const column = (field: string, required: boolean, ...names: string[]): RegisterColumn => {
  return { field, names: [field.toLowerCase(), ...names], required };
};

export const registerColumns: Readonly<Record<RegisterKind, readonly RegisterColumn[]>> = {
  clients: [
    column('sourceId', true, 'customerid', 'clientid', 'id', 'код', 'кодклиента'),
    column('name', false, 'clientname', 'customername', 'название', 'наименование', 'клиент'),
    column('country', false, 'страна'),
    column('currency', false, 'валюта'),
    column('taxId', false, 'inn', 'bin', 'iin', 'инн', 'бин', 'иин', 'иннбин'),
    column('segment', false, 'сегмент'),
  ],
  stations: [
    column('sourceId', true, 'siteid', 'stationid', 'gasstationid', 'id', 'код', 'кодазс'),
    column('name', false, 'stationname', 'sitename', 'название', 'наименование', 'азс'),
    column('country', false, 'страна'),
    column('zone', false, 'timezone', 'часовойпояс'),
    column('owner', false, 'владелец', 'чья'),
    column('chain', false, 'chainid', 'сеть'),
    column('segment', false, 'сегмент'),
  ],
  products: [
    column('sourceId', true, 'productid', 'id', 'код', 'кодтовара'),
    column('name', true, 'description', 'productname', 'название', 'наименование', 'товар'),
    column('unit', false, 'единица', 'едизм'),
    column('group', false, 'productgroup', 'группа'),
  ],
  cards: [
    column('sourceId', true, 'cardid', 'id', 'код', 'кодкарты'),
    column('pan', true, 'cardnumber', 'номеркарты'),
    column('clientSourceId', true, 'customerid', 'clientid', 'кодклиента'),
    column('holder', false, 'держатель', 'водитель'),
    column('vehicle', false, 'автомобиль', 'госномер'),
    column('expiresOn', false, 'validto', 'действуетдо', 'действительнадо'),
  ],
};

export function plainName(column: string): string {
  return column.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '');
}

export interface ColumnPlaces {
  /** Place of each field's column; a field without a column is absent. */
  readonly places: ReadonlyMap<string, number>;
  readonly missing: readonly string[];
}

export function placeColumns(kind: RegisterKind, columns: readonly string[]): ColumnPlaces {
  const names = columns.map(plainName);
  const places = new Map<string, number>();
  for (const { field, names: known } of registerColumns[kind]) {
    const place = known.map((name) => names.indexOf(name)).find((found) => found >= 0);
    if (place !== undefined) places.set(field, place);
  }
  const missing = registerColumns[kind]
    .filter(({ field, required }) => required && !places.has(field))
    .map(({ field }) => field);
  return { places, missing };
}
