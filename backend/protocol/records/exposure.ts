import { z } from 'zod';
import { exposureKinds } from '#domain/lease/exposure.ts';
import * as r from '../records.ts';
import * as s from '../shapes.ts';

// What could still be spent without the backend knowing, where, and what stands above its amount
// (I1, I5): the numbers behind the sentence «how bad can it get».

export const exposureGroup = z.enum(['workstation', 'contract', 'card']);
export type ExposureGroup = z.infer<typeof exposureGroup>;

/** What one workstation, one contract or one card has out in leases, in one measure. */
export const exposureShare = z.strictObject({
  id: s.key,
  /** A workstation's name, a contract's number, a card's masked number. */
  title: z.string().max(300),
  /** Its station, its client, or its contract. */
  place: z.string().max(300),
  measure: s.measure,
  currency: s.currency,
  /** May be spent from now on without a word. */
  leased: s.total,
  /** Leases that have ended, of workstations that were not heard of since: spent, or not. */
  unreported: s.total,
  /** Of workstations that were declared lost: not counted any more, and booked if it comes. */
  lost: s.total,
  leaseCount: s.count,
  oldestIssuedAtMs: s.atMs,
  lastExpiresAtMs: s.atMs,
  /** Of a workstation: when it was heard of last. */
  lastSeenAtMs: s.atMs.nullable(),
});
export type ExposureShareRecord = z.infer<typeof exposureShare>;

/** What one workstation has out on one card, contract, points account or voucher. */
export const exposureLease = z.strictObject({
  lineId: z.string().max(600),
  kind: z.enum(exposureKinds),
  workstationName: s.name,
  stationName: s.name,
  lastSeenAtMs: s.atMs.nullable(),
  /** The card's masked number, the points account or the voucher; empty for a whole contract. */
  title: z.string().max(300),
  contractNumber: s.name,
  clientName: s.name,
  measure: s.measure,
  currency: s.currency,
  /** As of a share: may be spent; has ended unheard; of a lost workstation. */
  leased: s.total,
  unreported: s.total,
  lost: s.total,
  /** When the last of these leases ends. */
  untilMs: s.atMs,
});
export type ExposureLeaseRecord = z.infer<typeof exposureLease>;

/** One excess over an allowance, or one lease of a lost workstation, with the names of all. */
export const exposureEntry = z.strictObject({
  entryId: z.string().max(300),
  kind: z.enum(['excess', 'lost']),
  atMs: s.atMs,
  contractId: s.key,
  contractNumber: s.name,
  clientName: s.name,
  allowanceKey: r.allowanceKey,
  measure: s.measure,
  currency: s.currency,
  quantity: s.total,
  saleId: s.id.nullable(),
  panMasked: z.string().max(30).nullable(),
  workstationName: s.name.nullable(),
  stationName: s.name.nullable(),
});
export type ExposureEntryRecord = z.infer<typeof exposureEntry>;
