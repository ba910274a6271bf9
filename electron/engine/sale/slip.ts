import { refuse, ok, type Result } from '#domain/result.ts';
import { partOutcomes, soldQuantity, type Sale } from '#domain/sale/sale.ts';
import type { Slip } from '#protocol/bridge.ts';
import type { RemainderRecord } from '#protocol/records.ts';
import type { Core } from '../core.ts';
import { maySeeFill } from '../session/own-scope.ts';
import { fillById, type FillRow } from './fill-store.ts';
import type { Operator } from './question.ts';
import { refundById } from './refund-store.ts';

/**
 * The slip of a captured fill (acceptance §3.1 item 4): what was computed once and stored, nothing
 * computed anew.
 */
export function slipOf(core: Core, saleId: string, operator: Operator): Result<Slip> {
  const found = seenFill(core, saleId, operator);
  if (found === null) return refuse('HOLD_NOT_FOUND');
  const { fill, sale } = found;
  if (sale.slipNumber === null || sale.closedAtMs === null) return refuse('HOLD_NOT_FOUND');
  const { slipNumber, closedAtMs: atMs, volumeMl, lines, amountMinor, vatMinor } = sale;
  return ok({
    ...slipHead(fill, sale),
    kind: 'sale',
    saleSlipNumber: null,
    slipNumber,
    atMs,
    volumeMl,
    amountMinor,
    vatMinor,
    lines: [...lines],
    remainders: fill.paper.remainders.map((remainder) => after(remainder, sale)),
  });
}

/** The slip of a refund that was made here: what came back of each line of its sale. */
export function refundSlipOf(core: Core, refundId: string, operator: Operator): Result<Slip> {
  const row = refundById(core.journal.db, refundId);
  const found = row === null ? null : seenFill(core, row.refund.saleId, operator);
  if (row === null || found === null) return refuse('NOT_FOUND');
  const { fill, sale } = found;
  const { slipNumber, refundedAtMs: atMs, volumeMl, lines, amountMinor, vatMinor } = row.refund;
  return ok({
    ...slipHead(fill, sale),
    kind: 'refund',
    saleSlipNumber: sale.slipNumber,
    slipNumber: slipNumber ?? 0,
    atMs,
    volumeMl,
    amountMinor,
    vatMinor,
    lines: [...lines],
    // What is left after it only the authority knows.
    remainders: [],
  });
}

/** A fill with its sale, as far as its asker may see it. */
function seenFill(
  core: Core,
  saleId: string,
  operator: Operator,
): { readonly fill: FillRow; readonly sale: Sale } | null {
  const fill = fillById(core.journal.db, saleId);
  const sale = fill?.sale ?? null;
  if (fill === null || sale === null) return null;
  return maySeeFill(core, operator, sale) ? { fill, sale } : null;
}

/** What slips of a fill have in common. */
function slipHead({ paper }: FillRow, sale: Sale) {
  const { pumpNumber, priceMinorPerLitre, vatRateBp, mode } = sale;
  return { ...paper, pumpNumber, priceMinorPerLitre, vatRateBp, mode };
}

/** A remainder as it stands with this sale in it. */
function after(remainder: RemainderRecord, sale: Sale): RemainderRecord {
  const taken = partOutcomes(sale.parts, soldQuantity(sale))
    .filter(({ part }) => part.allowanceKey === remainder.allowanceKey)
    .reduce((sum, part) => sum + part.taken, 0);
  const left = Math.max(0, remainder.left - taken);
  return { ...remainder, used: remainder.used + taken, left };
}
