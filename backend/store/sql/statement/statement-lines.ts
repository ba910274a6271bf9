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
// By the sale: on the way by the user all that he ever entered would be read for each line.
const ENTERED_FOR = `
  SELECT max(CASE WHEN hand_entry.user_id = sale.operator_id THEN hand_entry.reason END) ${ENTRY}`;
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
    sale.alerts, (${ENTERED_FOR}) AS enteredFor,
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
      const { enteredFor: text, enteredBy } = operation;
      const alerts = alertsFrom(operation.alerts);
      const paper = { names, sign: -1, text, alerts, enteredBy, linkedId: null } as const;
      return linesOfSale(operation).map((line) => fillLine(operation, line, paper));
    }
    case 'refund': {
      const { reason: text, linkedId } = operation;
      const paper = { names, sign: 1, text, alerts: [], enteredBy: null, linkedId } as const;
      const lines = JSON.parse(operation.lines) as SaleLine[];
      return lines.map((line) => fillLine(operation, line, paper));
    }
    default:
      return [paymentLine(operation)];
  }
}

function linesOfSale(operation: SaleOperation): readonly SaleLine[] {
  const { productId, priceMinorPerLitre, vatRateBp, volumeMl } = operation;
  const captured = { state: 'captured', volumeMl, holdVolumeMl: volumeMl } as const;
  return linesFrom(operation.lines, { productId, priceMinorPerLitre, vatRateBp, ...captured });
}

/** What the lines of a fill have in common beside the fill itself. */
interface FillPaper {
  readonly names: Names;
  readonly sign: 1 | -1;
  readonly text: string | null;
  readonly alerts: readonly LimitAlert[];
  readonly enteredBy: string | null;
  readonly linkedId: string | null;
}

/** All fields at once: put together of parts, the lines took a seventh of a statement. */
function fillLine(
  operation: SaleOperation | RefundOperation,
  line: SaleLine,
  { names, sign, text, alerts, enteredBy, linkedId }: FillPaper,
): StatementLine {
  const fuel = line.kind === 'fee' ? null : line;
  return {
    lineId: line.kind === 'fee' ? `${operation.lineId}:${line.feeId}` : operation.lineId,
    kind: line.kind === 'fee' ? 'fee' : operation.kind,
    atMs: operation.atMs,
    effectiveAtMs: operation.effectiveAtMs,
    cardId: operation.cardId,
    panMasked: names.cards.get(operation.cardId) ?? null,
    stationId: operation.stationId,
    stationName: names.stations.get(operation.stationId) ?? null,
    productId: fuel?.productId ?? null,
    productName: fuel === null ? null : (names.products.get(operation.productId) ?? null),
    pumpNumber: operation.pumpNumber,
    volumeMl: fuel?.volumeMl ?? 0,
    priceMinorPerLitre: fuel?.priceMinorPerLitre ?? null,
    listPriceMinorPerLitre: fuel?.listPriceMinorPerLitre ?? null,
    discountMinor: fuel?.discountMinor ?? 0,
    amountMinor: sign * line.amountMinor || 0,
    vatRateBp: line.vatRateBp,
    vatMinor: line.vatMinor,
    mode: operation.mode,
    enteredBy,
    slipNumber: operation.slipNumber,
    linkedId: line.kind === 'fee' ? operation.lineId : linkedId,
    text: line.kind === 'fee' ? line.name : text,
    alerts: fuel === null ? [] : alerts,
  };
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
