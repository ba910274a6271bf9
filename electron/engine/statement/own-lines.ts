import type { LimitAlert } from '#domain/sale/limit-alert.ts';
import type { SaleLine } from '#domain/sale/sale-line.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { StatementLine } from '#protocol/records/statement.ts';
import type { KeptStatement } from '../cache/statements.ts';
import { record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { capturedBetween, fillById, type FillRow } from '../sale/fill-store.ts';
import type { Operator } from '../sale/question.ts';
import { refundsBetween } from '../sale/refund-store.ts';
import { maySeeFill } from '../session/own-scope.ts';

/**
 * Fills and refunds of this workstation in a period, as its statement's lines (acceptance C3); for
 * a client's person those of his client, whosever the card was before (rule G10).
 */
export function ownLines(
  core: Core,
  head: KeptStatement['head'],
  operator: Operator,
): readonly StatementLine[] {
  const { db } = core.journal;
  const concerned = ({ sale }: Pick<FillRow, 'sale'>): boolean =>
    sale !== null && concerns(sale, head) && maySeeFill(core, operator, sale);
  const fills = capturedBetween(db, head.fromMs, head.toMs)
    .filter(concerned)
    .flatMap((fill) => fillLines(core, fill));
  const refunds = refundsBetween(db, head.fromMs, head.toMs).flatMap((refund) => {
    const { refundId: lineId, lines, slipNumber, refundedAtMs: atMs, saleId, reason } = refund;
    const fill = fillById(db, saleId);
    if (fill === null || !concerned(fill)) return [];
    const paper = { lineId, lines, slipNumber, atMs, sign: 1, linkedId: saleId, text: reason };
    const alerts: readonly LimitAlert[] = [];
    return paperLines(core, fill, { ...paper, alerts, kind: 'refund' } as const);
  });
  return [...fills, ...refunds];
}

function concerns(
  sale: Sale,
  { subjectKind, subjectId }: Pick<KeptStatement['head'], 'subjectKind' | 'subjectId'>,
): boolean {
  return subjectKind === 'card' ? sale.cardId === subjectId : sale.contractId === subjectId;
}

function fillLines(core: Core, fill: FillRow): readonly StatementLine[] {
  const { sale } = fill;
  if (sale === null || sale.closedAtMs === null) return [];
  const { saleId: lineId, lines, alerts, slipNumber, authorizedAtMs: atMs } = sale;
  const paper = { lineId, lines, slipNumber, atMs, sign: -1, linkedId: null, text: null };
  return paperLines(core, fill, { ...paper, alerts, kind: 'sale' } as const);
}

interface OwnPaper {
  readonly kind: 'sale' | 'refund';
  readonly lineId: string;
  readonly lines: readonly SaleLine[];
  readonly alerts: readonly LimitAlert[];
  readonly slipNumber: number | null;
  readonly atMs: number;
  /** 1 for what comes to the client. */
  readonly sign: number;
  readonly linkedId: string | null;
  readonly text: string | null;
}

/** The fuel, and each fee. */
function paperLines(core: Core, fill: FillRow, own: OwnPaper): readonly StatementLine[] {
  const { sale, paper } = fill;
  if (sale === null) return [];
  const { cardId, stationId, pumpNumber, mode } = sale;
  const { kind, lineId, lines, alerts, slipNumber, atMs, sign, linkedId, text } = own;
  const stationName = record(core.cache.db, 'station', stationId)?.name ?? paper.stationName;
  const { panMasked } = paper;
  const where = { cardId, panMasked, stationId, stationName, pumpNumber, mode, slipNumber };
  // What is entered by hand is the backend's alone.
  const base = { ...where, atMs, effectiveAtMs: atMs, enteredBy: null };
  return lines.map((line): StatementLine => {
    const { vatRateBp, vatMinor } = line;
    const taxed = { ...base, amountMinor: sign * line.amountMinor || 0, vatRateBp, vatMinor };
    if (line.kind === 'fee') {
      const named = { text: line.name, linkedId: lineId, lineId: `${lineId}:${line.feeId}` };
      return { ...taxed, ...NO_FUEL, ...named, kind: 'fee' };
    }
    const { productId, volumeMl, priceMinorPerLitre, listPriceMinorPerLitre, discountMinor } = line;
    const price = { priceMinorPerLitre, listPriceMinorPerLitre, discountMinor };
    const fuel = { productId, productName: paper.productName, volumeMl, ...price };
    return { ...taxed, ...fuel, kind, lineId, linkedId, text, alerts };
  });
}

const NO_FUEL = {
  productId: null,
  productName: null,
  volumeMl: 0,
  priceMinorPerLitre: null,
  listPriceMinorPerLitre: null,
  discountMinor: 0,
  alerts: [],
};
