import { journalBodies, type JournalBody, type JournalLine } from '#protocol/journal.ts';
import { record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { redemptionById } from '../redemption/redemption-store.ts';
import { knownLimits } from '../sale/desk.ts';
import { fillById, type FillRow } from '../sale/fill-store.ts';
import type { Untold } from './compare.ts';

/** What a person enters again by hand, or tells the office, of a journal that is a fork. */
export interface UntoldRow {
  readonly seq: number;
  readonly kind: UntoldKind;
  /** It is in the books already: a copy of this journal has told of it. */
  readonly booked: boolean;
  /** When the fill was given, or the line was written. */
  readonly atMs: number;
  readonly zone: string;
  /** Masked card; the voucher, or the points account with how many points were taken. */
  readonly subject: string;
  readonly slipNumber: number | null;
  readonly productName: string;
  readonly pumpNumber: number | null;
  /** Of a fill; of a limit to how much it was lowered, where it counts litres or else money. */
  readonly volumeMl: number | null;
  readonly money: { readonly amountMinor: number; readonly currency: string } | null;
  readonly personName: string;
}

export type UntoldKind = 'fill' | 'refund' | 'redemption' | 'block' | 'return' | 'limit';

const NOTHING = {
  booked: false,
  slipNumber: null,
  productName: '',
  pumpNumber: null,
  volumeMl: null,
  money: null,
  personName: '',
} as const;

/**
 * A row for each untold line that somebody can still do something about. Holds, questions, leases
 * and wrong PINs are none: they end with the workstation that is declared lost.
 */
export function untoldRows(core: Core, { lines, bookedSaleIds }: Untold): readonly UntoldRow[] {
  return lines.flatMap((line) => rowOf(core, line, bookedSaleIds) ?? []);
}

function rowOf(
  core: Core,
  line: JournalLine,
  bookedSaleIds: ReadonlySet<string>,
): UntoldRow | null {
  const { seq, atMs } = line;
  const base = { ...NOTHING, seq, atMs, zone: zoneOf(core) };
  switch (line.kind) {
    case 'sale.captured':
      return fillRow(core, line, bookedSaleIds);
    case 'sale.refunded':
      return refundRow(core, line);
    case 'redemption.captured': {
      const { redemptionId, volumeMl } = journalBodies['redemption.captured'].parse(line.body);
      return { ...base, kind: 'redemption', subject: takenOf(core, redemptionId), volumeMl };
    }
    case 'card.blocked': {
      const { cardId } = journalBodies['card.blocked'].parse(line.body);
      return { ...base, kind: 'block', subject: cardName(core, cardId) };
    }
    case 'card.returned': {
      const { cardId } = journalBodies['card.returned'].parse(line.body);
      return { ...base, kind: 'return', subject: cardName(core, cardId) };
    }
    case 'limit.lowered': {
      const lowered = journalBodies['limit.lowered'].parse(line.body);
      const subject = cardName(core, lowered.cardId);
      return { ...base, kind: 'limit', subject, ...loweredTo(core, lowered) };
    }
    default:
      return null;
  }
}

function fillRow(
  { journal }: Core,
  { seq, body }: JournalLine,
  bookedSaleIds: ReadonlySet<string>,
): UntoldRow | null {
  const told = journalBodies['sale.captured'].parse(body);
  const fill = fillById(journal.db, told.saleId);
  if (fill === null) return null;
  const { saleId, slipNumber, volumeMl, amountMinor } = told;
  const what = { slipNumber, volumeMl, booked: bookedSaleIds.has(saleId) };
  return { seq, kind: 'fill', ...ofPaper(fill, amountMinor), ...what, atMs: fill.atMs };
}

function refundRow({ journal }: Core, { seq, atMs, body }: JournalLine): UntoldRow | null {
  const told = journalBodies['sale.refunded'].parse(body);
  const fill = fillById(journal.db, told.saleId);
  if (fill === null) return null;
  const { slipNumber, volumeMl, amountMinor } = told;
  const what = { slipNumber, volumeMl, booked: false };
  return { seq, kind: 'refund', ...ofPaper(fill, amountMinor), ...what, atMs };
}

/** What the slip says beside numbers. */
function ofPaper({ paper, pumpNumber }: FillRow, amountMinor: number) {
  const { zone, panMasked, productName, operatorName, currency } = paper;
  const money = { amountMinor, currency };
  return { zone, subject: panMasked, productName, pumpNumber, money, personName: operatorName };
}

/** A voucher is taken whole. */
function takenOf({ journal }: Core, redemptionId: string): string {
  const row = redemptionById(journal.db, redemptionId);
  if (row === null) return redemptionId;
  return row.quantity === 1 ? row.allowanceKey : `${row.allowanceKey} × ${row.quantity}`;
}

/** To how much a limit was lowered; a limit that counts fills has no column for it. */
function loweredTo(
  core: Core,
  { cardId, limitId, amount }: JournalBody<'limit.lowered'>,
): Pick<UntoldRow, 'volumeMl' | 'money'> {
  const { db } = core.cache;
  const limit = knownLimits(core, cardId)?.find((one) => one.limitId === limitId);
  const contractId = record(db, 'card', cardId)?.contractId ?? '';
  const currency = record(db, 'contract', contractId)?.currency;
  const isMoney = limit?.measure === 'money' && currency !== undefined;
  return {
    volumeMl: limit?.measure === 'volume' ? amount : null,
    money: isMoney ? { amountMinor: amount, currency } : null,
  };
}

function cardName({ cache }: Core, cardId: string): string {
  return record(cache.db, 'card', cardId)?.panMasked ?? cardId;
}

function zoneOf({ cache, identity }: Core): string {
  return record(cache.db, 'station', identity.stationId)?.zone ?? 'UTC';
}
