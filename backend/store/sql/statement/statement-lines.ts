import type { LimitAlert } from '#domain/sale/limit-alert.ts';
import type { SaleLine } from '#domain/sale/sale-line.ts';
import type { StatementLine } from '#protocol/records/statement.ts';
import { alertsFrom, linesFrom } from '../../authority/stored-text.ts';
import type { Names } from './names.ts';
import {
  ofClient,
  PAYMENT_KINDS,
  type Operation,
  type PaymentOperation,
  type RefundOperation,
  type SaleOperation,
} from './operation.ts';

const ENTRY = `FROM hand_entry WHERE hand_entry.sale_id = sale.sale_id`;
const ENTERED = `EXISTS (SELECT 1 ${ENTRY})`;

const FILL = `
  sale.contract_id AS contractId, sale.card_id AS cardId, sale.product_id AS productId, sale.pump_number AS pumpNumber,
  sale.price_minor_per_litre AS priceMinorPerLitre, sale.vat_rate_bp AS vatRateBp,
  CASE WHEN ${ENTERED} THEN 'entered' ELSE sale.mode END AS mode`;

/** All of a captured sale that its lines are made of. */
export const SALE_OPERATION = `
  SELECT 'sale' AS kind, sale.sale_id AS lineId, sale.booked_at_ms AS atMs,
    sale.authorized_at_ms AS effectiveAtMs, sale.station_id AS stationId, ${FILL},
    sale.volume_ml AS volumeMl, sale.slip_number AS slipNumber, sale.lines,
    sale.alerts, sale.hold_volume_ml AS holdVolumeMl,
    (SELECT reason ${ENTRY} AND user_id = sale.operator_id LIMIT 1) AS enteredFor,
    (SELECT display_name FROM user_account WHERE user_id = sale.operator_id AND ${ENTERED})
      AS enteredBy
  FROM sale`;

/** The same of a refund, with its sale beside it. */
export const REFUND_OPERATION = `
  SELECT 'refund' AS kind, refund.refund_id AS lineId, refund.booked_at_ms AS atMs,
    refund.refunded_at_ms AS effectiveAtMs, refund.station_id AS stationId, ${FILL},
    refund.volume_ml AS volumeMl, refund.slip_number AS slipNumber, refund.lines,
    refund.sale_id AS linkedId, refund.reason, refund.refund_to AS refundTo
  FROM refund JOIN sale ON sale.sale_id = refund.sale_id`;

/** The same of a payment, one taken back, money to be paid out, or vouchers that were paid. */
export const PAYMENT_OPERATION = `
  SELECT kind, transfer_id AS lineId, at_ms AS atMs,
    coalesce(effective_at_ms, at_ms) AS effectiveAtMs, amount_minor AS amountMinor,
    contract_id AS contractId, linked_id AS linkedId, memo
  FROM transfer`;

/**
 * Which fills a statement is of. A card may have been another client's: to a client's person it is
 * of what was booked on contracts of his client (rule G10).
 */
export interface FillsOf {
  readonly column: 'card_id' | 'contract_id';
  readonly clientId: string | null;
}

export function fillsOf(table: 'sale' | 'refund', { column, clientId }: FillsOf): string {
  return `${table}.${column} = @subjectId AND ${ofClient(table, clientId)}`;
}

export const saleOperations = (of: FillsOf): string => `
  ${SALE_OPERATION}
  WHERE ${fillsOf('sale', of)} AND sale.state = 'captured'
    AND sale.booked_at_ms >= @fromMs AND sale.booked_at_ms < @toMs
    AND (sale.booked_at_ms, sale.sale_id) > (@atMs, @lineId)
  ORDER BY sale.booked_at_ms, sale.sale_id LIMIT @take`;

export const refundOperations = (of: FillsOf): string => `
  ${REFUND_OPERATION}
  WHERE ${fillsOf('refund', of)}
    AND refund.booked_at_ms >= @fromMs AND refund.booked_at_ms < @toMs
    AND (refund.booked_at_ms, refund.refund_id) > (@atMs, @lineId)
  ORDER BY refund.booked_at_ms, refund.refund_id LIMIT @take`;

export const PAYMENT_OPERATIONS = `
  ${PAYMENT_OPERATION}
  WHERE contract_id = @subjectId AND kind IN ${PAYMENT_KINDS}
    AND at_ms >= @fromMs AND at_ms < @toMs AND (at_ms, transfer_id) > (@atMs, @lineId)
  ORDER BY at_ms, transfer_id LIMIT @take`;

/** The lines of one operation as the client reads them (acceptance C3). */
export function linesOf(operation: Operation, names: Names): readonly StatementLine[] {
  switch (operation.kind) {
    case 'sale': {
      const lines = linesFrom(operation.lines, { ...operation, state: 'captured' });
      const alerts = alertsFrom(operation.alerts);
      const { enteredFor: text, enteredBy } = operation;
      const paper = { names, lines, alerts, text, enteredBy };
      return fillLines(operation, { ...paper, sign: -1, linkedId: null });
    }
    case 'refund': {
      const { reason: text, linkedId } = operation;
      const lines = JSON.parse(operation.lines) as SaleLine[];
      const paper = { names, lines, alerts: [], text, enteredBy: null };
      return fillLines(operation, { ...paper, sign: 1, linkedId });
    }
    default:
      return [paymentLine(operation)];
  }
}

interface FillPaper {
  readonly names: Names;
  readonly lines: readonly SaleLine[];
  readonly alerts: readonly LimitAlert[];
  readonly sign: 1 | -1;
  readonly text: string | null;
  readonly enteredBy: string | null;
  readonly linkedId: string | null;
}

function fillLines(
  operation: SaleOperation | RefundOperation,
  { names, lines, alerts, sign, text, enteredBy, linkedId }: FillPaper,
): readonly StatementLine[] {
  const { atMs, effectiveAtMs, cardId, stationId, mode } = operation;
  const panMasked = names.cards.get(cardId) ?? null;
  const stationName = names.stations.get(stationId) ?? null;
  const place = { cardId, panMasked, stationId, stationName };
  const base = { atMs, effectiveAtMs, ...place, mode, enteredBy };
  const { lineId, pumpNumber, slipNumber } = operation;
  const productName = names.products.get(operation.productId) ?? null;
  return lines.map((line): StatementLine => {
    const { vatRateBp, vatMinor } = line;
    const amountMinor = sign * line.amountMinor || 0;
    const taxed = { ...base, pumpNumber, slipNumber, amountMinor, vatRateBp, vatMinor };
    if (line.kind === 'fee') {
      const fuel = { productId: null, productName: null, volumeMl: 0, ...NO_PRICE };
      const named = { text: line.name, linkedId: lineId, alerts: [] };
      return { ...taxed, ...fuel, ...named, kind: 'fee', lineId: `${lineId}:${line.feeId}` };
    }
    const { productId, volumeMl, priceMinorPerLitre, listPriceMinorPerLitre, discountMinor } = line;
    const price = { priceMinorPerLitre, listPriceMinorPerLitre, discountMinor };
    const named = { text, linkedId, alerts };
    const fuel = { productId, productName, volumeMl, ...price, ...named };
    return { ...taxed, ...fuel, kind: operation.kind, lineId };
  });
}

const NO_PRICE = { priceMinorPerLitre: null, listPriceMinorPerLitre: null, discountMinor: 0 };

function paymentLine(operation: PaymentOperation): StatementLine {
  const { kind, atMs, effectiveAtMs, amountMinor, linkedId, memo } = operation;
  return {
    lineId: operation.lineId.replaceAll('/', ':'),
    kind,
    atMs,
    effectiveAtMs,
    cardId: null,
    panMasked: null,
    stationId: null,
    stationName: null,
    productId: null,
    productName: null,
    pumpNumber: null,
    volumeMl: 0,
    ...NO_PRICE,
    amountMinor: kind === 'top-up' ? amountMinor : -amountMinor,
    vatRateBp: null,
    vatMinor: 0,
    mode: null,
    enteredBy: null,
    slipNumber: null,
    linkedId,
    text: memo === '' ? null : memo,
    alerts: [],
  };
}
