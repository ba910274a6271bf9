import { z } from 'zod';
import type { Json } from '#domain/journal/chain.ts';
import { assetKey, lease } from './records.ts';
import { saleLines, salePart } from './records/sale.ts';
import * as s from './shapes.ts';

/**
 * What a workstation writes into its journal: the one ordered, hash-chained account of what
 * happened there (I8). The outbox is the journal's tail beyond the last number that the backend
 * acknowledged.
 */

/**
 * Written before an online authorization is asked for, so that a lost answer can be reversed after
 * a crash.
 */
export const saleAsked = z.strictObject({
  saleId: s.id,
  cardId: s.key,
  productId: s.key,
  pumpNumber: z.int(),
});

/**
 * A hold that the operator saw as accepted. Offline it is paid by leases; online it repeats what
 * the backend said. Its fields, those of its parts and of the fuel stand in the order of their
 * names: so what the schema makes of them is canonical, and is not ordered while a driver waits.
 */
export const saleHeld = z.strictObject({
  authorizedAtMs: s.atMs,
  cardId: s.key,
  holdAmountMinor: s.amountMinor,
  holdVolumeMl: s.volumeMl,
  lines: saleLines.default([]),
  mode: z.enum(['online', 'offline']),
  operatorId: s.key,
  parts: z.array(salePart).max(100),
  priceMinorPerLitre: s.amountMinor,
  productId: s.key,
  pumpNumber: z.int().min(0).max(99),
  saleId: s.id,
  stationId: s.key,
  toleranceMl: s.volumeMl.default(0),
  vatRateBp: z.int().min(0).max(10_000),
});

export const saleCaptured = z.strictObject({
  amountMinor: s.amountMinor,
  saleId: s.id,
  slipNumber: s.count,
  vatMinor: s.amountMinor,
  volumeMl: s.volumeMl,
});

export const saleReversed = z.strictObject({
  reason: z.enum(['operator', 'no-answer', 'restart']),
  saleId: s.id,
});

/**
 * Part of a fill of this workstation given back, or all of it, with the link or without (acceptance
 * §3.1 item 2).
 */
export const saleRefunded = z.strictObject({
  refundId: s.id,
  saleId: s.id,
  /** The card that was shown; null when it goes to the account without it. */
  cardId: s.key.nullable(),
  to: z.enum(['card', 'account']),
  volumeMl: s.volumeMl,
  reason: s.name,
  operatorId: s.key,
  amountMinor: s.amountMinor,
  vatMinor: s.amountMinor,
  slipNumber: s.count,
});

export const leaseReturn = z.strictObject({
  returnId: s.id,
  leaseId: s.key,
  quantity: s.quantity,
});

export const leasesReceived = z.strictObject({
  grantId: s.id,
  leases: z
    .array(
      z.strictObject({
        leaseId: s.key,
        granted: s.quantity,
        /** What else the grant said, so that a restored backend can count the lease again. */
        terms: lease.omit({ leaseId: true, granted: true, workstationId: true }).optional(),
      }),
    )
    .max(1000),
});

export const leasesKilled = z.strictObject({
  reason: z.enum(['restored', 'clock', 'epoch', 'revoked']),
});

/** Points or a voucher that the operator saw as accepted; offline it is paid by a lease. */
export const redemptionHeld = z.strictObject({
  redemptionId: s.id,
  mode: z.enum(['online', 'offline']),
  allowanceKey: assetKey,
  contractId: s.key,
  stationId: s.key,
  operatorId: s.key,
  quantity: s.quantity,
  leaseId: s.key.nullable(),
  heldAtMs: s.atMs,
});

export const redemptionCaptured = z.strictObject({
  redemptionId: s.id,
  contractId: s.key,
  /** Of a voucher: what went into the tank. */
  volumeMl: s.volumeMl.nullable(),
});

export const redemptionReversed = z.strictObject({
  redemptionId: s.id,
  contractId: s.key,
  leaseId: s.key.nullable(),
  reason: z.enum(['operator', 'no-answer', 'restart']),
});

/** Who did it: not in lines of protocol 2, nor in those for a backend of it. */
const doneBy = s.key.optional();

export const cardBlocked = z.strictObject({
  commandId: s.id,
  cardId: s.key,
  reason: z.enum(['client', 'theft']),
  operatorId: doneBy,
});

/** A card that its client gave up at the desk (acceptance N-08). */
export const cardReturned = z.strictObject({
  commandId: s.id,
  cardId: s.key,
  operatorId: s.key,
});

export const pinFailed = z.strictObject({ commandId: s.id, cardId: s.key });

/**
 * A limit of a card lowered without the link: in force here at once, at the authority when it hears
 * of it (row N-16). What was leased here above it is returned by the lines before.
 */
export const limitLowered = z.strictObject({
  limitId: s.key,
  cardId: s.key,
  amount: s.quantity,
  operatorId: doneBy,
});

/**
 * A person has settled what the backend did not accept of a line before: by his reason, or by
 * having the same said again in a later line. Older lines tell that by an arrow in `reason`.
 */
export const attentionResolved = z.strictObject({
  lineSeq: z.int().min(1),
  /** Null where it was said again. */
  reason: s.shortText.nullable(),
  retriedAsSeq: z.int().min(1).optional(),
  operatorId: s.key,
});

export const journalBodies = {
  'sale.asked': saleAsked,
  'sale.held': saleHeld,
  'sale.captured': saleCaptured,
  'sale.reversed': saleReversed,
  'sale.refunded': saleRefunded,
  'lease.returned': leaseReturn,
  'redemption.held': redemptionHeld,
  'redemption.captured': redemptionCaptured,
  'redemption.reversed': redemptionReversed,
  'leases.received': leasesReceived,
  'leases.killed': leasesKilled,
  'card.blocked': cardBlocked,
  'card.returned': cardReturned,
  'pin.failed': pinFailed,
  'limit.lowered': limitLowered,
  'attention.resolved': attentionResolved,
} as const;

export type JournalKind = keyof typeof journalBodies;
export type JournalBody<K extends JournalKind> = z.infer<(typeof journalBodies)[K]>;

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const kinds = Object.keys(journalBodies) as [JournalKind, ...JournalKind[]];

export function isJournalKind(text: string): text is JournalKind {
  return Object.hasOwn(journalBodies, text);
}

/**
 * A line as it travels. `hash` = SHA-256 over the canonical text of the other fields
 * (domain/journal/chain.ts).
 */
export const journalLine = z.strictObject({
  seq: z.int().min(1),
  kind: z.enum(kinds),
  atMs: s.atMs,
  /**
   * What `journalBodies` says of the kind, judged by whoever acts on it: a line is read once, not
   * twice. What came as JSON is JSON all the way down.
   */
  body: z.custom<Readonly<Record<string, Json>>>(isObject),
  previousHash: s.hex64,
  hash: s.hex64,
});
export type JournalLine = z.infer<typeof journalLine>;

/** What is known of a line without its body. */
export type LineHead = Omit<JournalLine, 'body'>;

/** A line as it is kept: its body is the canonical text that its hash is taken over. */
export interface LineText extends LineHead {
  readonly body: string;
}

/** The input of `journal.push` as JSON text: bodies go as they were hashed, and are not read. */
export function pushText(lines: readonly LineText[], signature: string): string {
  const texts = lines.map(({ seq, kind, atMs, body, previousHash, hash }) => {
    const hashes = `"previousHash":"${previousHash}","hash":"${hash}"`;
    return `{"seq":${seq},"kind":"${kind}","atMs":${atMs},"body":${body},${hashes}}`;
  });
  return `{"lines":[${texts.join(',')}],"signature":${JSON.stringify(signature)}}`;
}

export const lineAnswer = z.strictObject({
  seq: z.int().min(1),
  /**
   * noted: nothing to do; refused and conflict become items that a person resolves (architecture
   * §8).
   */
  status: z.enum(['applied', 'noted', 'duplicate', 'refused', 'conflict']),
  code: z.string().max(60).nullable(),
});
export type LineAnswer = z.infer<typeof lineAnswer>;
