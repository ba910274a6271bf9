import { refuse, ok, type Result } from '#domain/result.ts';
import { partOutcomes, soldQuantity, type Sale } from '#domain/sale/sale.ts';
import type { Slip } from '#protocol/bridge.ts';
import type { RemainderRecord } from '#protocol/records.ts';
import type { Core } from '../core.ts';
import { maySee } from '../session/own-scope.ts';
import { fillById } from './fill-store.ts';
import type { Operator } from './question.ts';

/**
 * The slip of a captured fill (acceptance §3.1 item 4): what was computed once and stored, nothing
 * computed anew.
 */
export function slipOf(core: Core, saleId: string, operator: Operator): Result<Slip> {
  const fill = fillById(core.journal.db, saleId);
  const sale = fill?.sale ?? null;
  if (fill === null || sale === null) return refuse('HOLD_NOT_FOUND');
  const subject = { subjectKind: 'card', subjectId: sale.cardId } as const;
  if (!maySee(core, operator, subject)) return refuse('HOLD_NOT_FOUND');
  if (sale.slipNumber === null || sale.closedAtMs === null) return refuse('HOLD_NOT_FOUND');
  const { paper } = fill;
  return ok({
    ...paper,
    slipNumber: sale.slipNumber,
    kind: 'sale',
    atMs: sale.closedAtMs,
    pumpNumber: sale.pumpNumber,
    volumeMl: sale.volumeMl,
    priceMinorPerLitre: sale.priceMinorPerLitre,
    amountMinor: sale.amountMinor,
    vatRateBp: sale.vatRateBp,
    vatMinor: sale.vatMinor,
    mode: sale.mode,
    remainders: paper.remainders.map((remainder) => after(remainder, sale)),
  });
}

/** A remainder as it stands with this sale in it. */
function after(remainder: RemainderRecord, sale: Sale): RemainderRecord {
  const taken = partOutcomes(sale.parts, soldQuantity(sale))
    .filter(({ part }) => part.allowanceKey === remainder.allowanceKey)
    .reduce((sum, part) => sum + part.taken, 0);
  const left = Math.max(0, remainder.left - taken);
  return { ...remainder, used: remainder.used + taken, left };
}
