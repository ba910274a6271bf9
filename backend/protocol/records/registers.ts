import { z } from 'zod';
import { product } from '../records.ts';
import * as s from '../shapes.ts';

/** Registers that can be brought in from CSV (issue of the foundation, "real input"). */
export const registerKinds = ['clients', 'stations', 'products', 'cards'] as const;
export const registerKind = z.enum(registerKinds);
export type RegisterKind = z.infer<typeof registerKind>;

export const clientRow = z.strictObject({
  sourceId: s.key,
  name: s.name,
  country: s.country,
  currency: s.currency,
  taxId: z.string().max(20).nullable(),
  segment: z.string().max(60).nullable(),
});
export const stationRow = z.strictObject({
  sourceId: s.key,
  name: s.name,
  country: s.country,
  zone: s.zone,
  owner: z.enum(['own', 'partner']),
  chain: z.string().max(60).nullable(),
  segment: z.string().max(60).nullable(),
  /** What guests are told of it (row O-23); left out, it stays. */
  address: s.shortText.optional(),
  /** E.164. */
  phone: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/u)
    .optional(),
});
export const productRow = z.strictObject({
  sourceId: s.key,
  name: s.name,
  unit: z.enum(['litre', 'kilogram', 'cubic-metre', 'piece']),
  group: z.string().max(100).nullable(),
});
export const cardRow = z.strictObject({
  sourceId: s.key,
  pan: s.pan,
  /** Source id of the client; the card goes to the client's contract. */
  clientSourceId: s.key,
  holder: s.shortText.nullable(),
  vehicle: s.shortText.nullable(),
  expiresOn: s.localDate.nullable(),
  /** Name of the group of the client's contract that the card goes to; left out, it stays. */
  group: s.name.nullable().optional(),
});
const rowShapes = {
  clients: clientRow,
  stations: stationRow,
  products: productRow,
  cards: cardRow,
};

/** The fields that a register's file may have columns for, in the order of a filled-in template. */
export function registerFields(register: RegisterKind): readonly string[] {
  return Object.keys(rowShapes[register].shape);
}

export type ClientRow = z.infer<typeof clientRow>;
export type StationRow = z.infer<typeof stationRow>;
export type ProductRow = z.infer<typeof productRow>;

export const registerRows = z.discriminatedUnion('register', [
  z.strictObject({ register: z.literal('clients'), rows: z.array(clientRow).max(100_000) }),
  z.strictObject({ register: z.literal('stations'), rows: z.array(stationRow).max(100_000) }),
  z.strictObject({ register: z.literal('products'), rows: z.array(productRow).max(100_000) }),
  z.strictObject({
    register: z.literal('cards'),
    rows: z.array(cardRow).max(100_000),
    /** Makes the groups that are named and not there; left out, such a row is refused. */
    makeGroups: z.boolean().optional(),
  }),
]);
export type RegisterRows = z.infer<typeof registerRows>;

/** A group that a row of a card register names, and whose it has to be. */
export const namedGroup = z.strictObject({ clientSourceId: s.key, group: s.name });
export type NamedGroup = z.infer<typeof namedGroup>;

export const registerResult = z.strictObject({
  register: registerKind,
  added: s.count,
  changed: s.count,
  unchanged: s.count,
});
export type RegisterResult = z.infer<typeof registerResult>;

/** A row of a file that cannot be taken, with the reason; nothing of its file is imported then. */
export const badRow = z.strictObject({
  line: z.int().min(1),
  column: z.string().max(100).nullable(),
  code: z.string().max(60),
  params: s.params,
});
export type BadRow = z.infer<typeof badRow>;

export const registerPreview = z.strictObject({
  /** The engine keeps the parsed file under this id until it is imported, cancelled or replaced. */
  jobId: s.id,
  register: registerKind,
  fileName: s.name,
  columns: z.array(z.string().max(200)).max(200),
  rowCount: s.count,
  sample: z.array(z.record(z.string(), z.string().nullable())).max(20),
  badRows: z.array(badRow).max(500),
  badRowCount: s.count,
  duplicateCount: s.count,
  /** Groups of cards that the import makes. */
  newGroupCount: s.count.default(0),
});
export type RegisterPreview = z.infer<typeof registerPreview>;

/**
 * What to give to rows of a register that has no column for it, and whether groups of cards that
 * are named and not there are to be made.
 */
export const registerDefaults = z.strictObject({
  country: s.country.nullable(),
  currency: s.currency.nullable(),
  zone: s.zone.nullable(),
  unit: product.shape.unit.nullable(),
  makeGroups: z.boolean().default(false),
});
