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
    column('sourceId', true, 'customerid', 'clientid', 'id', 'code', 'код', 'кодклиента'),
    column(
      'name',
      false,
      'clientname',
      'customername',
      'название',
      'наименование',
      'клиент',
      'атауы',
    ),
    column('country', false, 'страна', 'ел'),
    column('currency', false, 'валюта'),
    column(
      'taxId',
      false,
      'inn',
      'bin',
      'iin',
      'инн',
      'бин',
      'иин',
      'иннбин',
      'иннбсн',
      'иннбинилииин',
      'иннбсннежсн',
    ),
    column('segment', false, 'сегмент'),
  ],
  stations: [
    column('sourceId', true, 'siteid', 'stationid', 'gasstationid', 'id', 'code', 'код', 'кодазс'),
    column('name', false, 'stationname', 'sitename', 'название', 'наименование', 'азс', 'атауы'),
    column('country', false, 'страна', 'ел'),
    column('zone', false, 'timezone', 'часовойпояс', 'уақытбелдеуі'),
    column('owner', false, 'владелец', 'чья', 'кімдікі'),
    column('chain', false, 'chainid', 'сеть', 'желі'),
    column('segment', false, 'сегмент'),
    column('address', false, 'адрес', 'адресазс', 'мекенжай', 'мекенжайы'),
    column('phone', false, 'phonenumber', 'телефон', 'телефоназс', 'телефоны'),
  ],
  products: [
    column('sourceId', true, 'productid', 'id', 'code', 'код', 'кодтовара'),
    column(
      'name',
      true,
      'description',
      'productname',
      'название',
      'наименование',
      'товар',
      'атауы',
    ),
    column('unit', false, 'единица', 'едизм', 'бірлік'),
    column('group', false, 'productgroup', 'группа', 'топ'),
  ],
  cards: [
    column('sourceId', true, 'cardid', 'id', 'code', 'код', 'кодкарты'),
    column('pan', true, 'cardnumber', 'номеркарты', 'картанөмірі'),
    column(
      'clientSourceId',
      true,
      'customerid',
      'clientid',
      'clientcode',
      'кодклиента',
      'клиенткоды',
    ),
    column('holder', false, 'держатель', 'водитель', 'ұстаушы'),
    column('vehicle', false, 'автомобиль', 'госномер', 'көлік'),
    column(
      'expiresOn',
      false,
      'validto',
      'validuntil',
      'действуетдо',
      'действительнадо',
      'қолданылумерзімі',
    ),
    column('group', false, 'cardgroup', 'division', 'группа', 'группакарт', 'подразделение', 'топ'),
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
