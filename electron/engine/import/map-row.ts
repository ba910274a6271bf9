import type { z } from 'zod';
import { normalizePan } from '#domain/card/pan.ts';
import { normalizePhone } from '#domain/client/contact.ts';
import { taxIdValid } from '#domain/client/tax-id.ts';
import { isCountry } from '#domain/money/vat.ts';
import { countryCurrencies, countryZones } from '#domain/station/country.ts';
import { brokenName } from '#domain/text/one-line.ts';
import type { BridgeInput } from '#protocol/bridge.ts';
import {
  cardRow,
  clientRow,
  productRow,
  stationRow,
  type BadRow,
  type RegisterKind,
} from '#protocol/records/registers.ts';
import type { CsvRow } from './read-csv.ts';
import { countryCodes, currencyCountries, unitGuess } from './register-guesses.ts';

export type Defaults = BridgeInput<'register:preview'>['defaults'];

/** A row as it travels; which of the four it is follows from the register. */
export type MappedRow = Readonly<Record<string, string | null>> & { readonly sourceId: string };

export type MapOutcome =
  { readonly ok: true; readonly row: MappedRow } | { readonly ok: false; readonly bad: BadRow };

export interface RowSource {
  readonly row: CsvRow;
  readonly places: ReadonlyMap<string, number>;
  readonly columns: readonly string[];
  readonly defaults: Defaults;
}

type Cells = (field: string) => string | null;
type Draft = Readonly<Record<string, string | null>>;

const schemas: Readonly<Record<RegisterKind, z.ZodType>> = {
  clients: clientRow,
  stations: stationRow,
  products: productRow,
  cards: cardRow,
};

const drafts: Readonly<Record<RegisterKind, (cell: Cells, defaults: Defaults) => Draft>> = {
  clients: clientDraft,
  stations: stationDraft,
  products: productDraft,
  cards: cardDraft,
};

/** Makes a row of a register from a row of a file, or tells what is wrong with it and where. */
export function mapRow(kind: RegisterKind, source: RowSource): MapOutcome {
  const { row, places, columns, defaults } = source;
  const { line } = row;
  if (row.cells.length > columns.length) {
    return bad({ line, column: null, code: 'FIELD_UNKNOWN', params: { columns: columns.length } });
  }
  const cell: Cells = (field) => {
    const place = places.get(field);
    return place === undefined ? null : row.cells[place]?.trim() || null;
  };
  const draft = drafts[kind](cell, defaults);
  const refusal = fault(kind, draft);
  if (refusal !== null) {
    const place = places.get(refusal.field);
    const column = place === undefined ? refusal.field : (columns[place] ?? refusal.field);
    return bad({
      line,
      column: column.slice(0, 100),
      code: refusal.code,
      params: { field: refusal.field },
    });
  }
  // The schema has just accepted it, and each has a source id.
  return { ok: true, row: draft as MappedRow };
}

function bad(row: BadRow): MapOutcome {
  return { ok: false, bad: row };
}

interface Fault {
  readonly field: string;
  readonly code: string;
}

function fault(kind: RegisterKind, draft: Draft): Fault | null {
  const parsed = schemas[kind].safeParse(draft);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0] ?? 'sourceId');
    if (draft[field] === null) return { field, code: 'FIELD_REQUIRED' };
    const pan = field === 'pan' ? normalizePan(draft[field] ?? '') : null;
    return { field, code: pan !== null && !pan.ok ? pan.code : 'FIELD_INVALID' };
  }
  // A cell in quotes may have several lines; the backend would refuse the whole file for it.
  const broken = brokenName(draft);
  if (broken !== null) return { field: broken, code: 'FIELD_INVALID' };
  const { taxId, country } = draft;
  const judged = typeof taxId === 'string' && typeof country === 'string' && isCountry(country);
  return judged && !taxIdValid(country, taxId) ? { field: 'taxId', code: 'INN_INVALID' } : null;
}

function clientDraft(cell: Cells, defaults: Defaults): Draft {
  const sourceId = cell('sourceId');
  const currency = cell('currency')?.toUpperCase() ?? null;
  const country = countryOf(cell) ?? defaults.country ?? currencyCountries[currency ?? ''] ?? null;
  return {
    sourceId,
    name: cell('name') ?? sourceId,
    country,
    currency: currency ?? defaults.currency ?? countryCurrencies[country ?? ''] ?? null,
    taxId: cell('taxId'),
    segment: cell('segment'),
  };
}

function stationDraft(cell: Cells, defaults: Defaults): Draft {
  const sourceId = cell('sourceId');
  const country = countryOf(cell) ?? defaults.country;
  const chain = cell('chain');
  const address = cell('address');
  const typed = cell('phone');
  const phone = typed === null ? null : normalizePhone(typed);
  return {
    sourceId,
    name: cell('name') ?? sourceId,
    country,
    zone: cell('zone') ?? defaults.zone ?? countryZones[country ?? ''] ?? null,
    // A register with chains is an issuer's list of acceptance points: they are somebody else's.
    owner: cell('owner')?.toLowerCase() ?? (chain === null ? 'own' : 'partner'),
    chain,
    segment: cell('segment'),
    // An empty cell leaves what is told of the station, as a file without the column does.
    ...(address === null ? {} : { address }),
    ...(phone === null ? {} : { phone: phone.ok ? phone.value : typed }),
  };
}

function productDraft(cell: Cells, defaults: Defaults): Draft {
  const name = cell('name');
  return {
    sourceId: cell('sourceId'),
    name,
    unit: cell('unit')?.toLowerCase() ?? defaults.unit ?? unitGuess(name ?? ''),
    group: cell('group'),
  };
}

function cardDraft(cell: Cells): Draft {
  const typed = cell('pan');
  const group = cell('group');
  const pan = typed === null ? null : normalizePan(typed);
  return {
    sourceId: cell('sourceId'),
    pan: pan?.ok === true ? pan.value : typed,
    clientSourceId: cell('clientSourceId'),
    holder: cell('holder'),
    vehicle: cell('vehicle'),
    expiresOn: cell('expiresOn'),
    // An empty cell leaves the card in its group, as a file without the column does.
    ...(group === null ? {} : { group }),
  };
}

function countryOf(cell: Cells): string | null {
  const code = cell('country')?.toUpperCase() ?? null;
  return code === null ? null : (countryCodes[code] ?? code);
}
