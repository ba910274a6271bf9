import type { Outcome, OutcomeValue } from '#domain/authority/change.ts';
import { ok, refuse, type Params } from '#domain/result.ts';
import type { LimitAlert } from '#domain/sale/limit-alert.ts';
import { NOT_CAPTURED, type Sale, type SaleState } from '#domain/sale/sale.ts';
import { linesFor, tariffFrom } from '#domain/sale/tariff.ts';

/**
 * An outcome as it is kept. A sale is kept once, in its own row; here is how far it had come, and
 * what it alerted of where that is no longer told by the row.
 */
export type KeptOutcome =
  | {
      readonly sale: string;
      readonly state: SaleState;
      readonly alerts?: readonly LimitAlert[];
    }
  | { readonly value: Exclude<OutcomeValue, { kind: 'sale' }> }
  | { readonly code: string; readonly params: Params };

export function keptFrom(outcome: Outcome): KeptOutcome {
  if (!outcome.ok) return { code: outcome.code, params: outcome.params };
  const { value } = outcome;
  if (value.kind !== 'sale') return { value };
  return { sale: value.sale.saleId, state: value.sale.state };
}

/** The first answer again (I2). */
export function restored(kept: KeptOutcome, saleOf: (saleId: string) => Sale | null): Outcome {
  if ('code' in kept) return refuse(kept.code, kept.params);
  if ('value' in kept) return ok(kept.value);
  const sale = saleOf(kept.sale);
  if (sale === null) throw new Error('an outcome names a sale that is not there');
  const first = asOf(sale, kept.state);
  return ok({ kind: 'sale', sale: { ...first, alerts: kept.alerts ?? first.alerts } });
}

/**
 * What an authorization alerted of, once its sale ends with other alerts; null where it does not.
 */
export function keptAlerts(hold: Sale, end: Sale): KeptOutcome | null {
  if (hold.alerts.length === 0 && end.alerts.length === 0) return null;
  return { sale: hold.saleId, state: hold.state, alerts: hold.alerts };
}

/**
 * The sale as the first answer gave it. Of a closed sale only what was refunded changes later, so
 * only that and "still held" have to be rebuilt.
 */
export function asOf(sale: Sale, state: SaleState): Sale {
  if (sale.state === state) return sale.refundedMl === 0 ? sale : { ...sale, refundedMl: 0 };
  const lines = linesFor(tariffFrom(sale.lines), sale.holdVolumeMl);
  return { ...sale, state, lines, ...NOT_CAPTURED };
}
