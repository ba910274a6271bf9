import type { Sale } from '#domain/sale/sale.ts';
import { alertsText, linesText, partsText } from '../authority/stored-text.ts';
import type { SqlRow } from './sql.ts';

/** A sale as a row of its table. */
export function saleColumns(sale: Sale, digest: string | null): SqlRow {
  return {
    sale_id: sale.saleId,
    contract_id: sale.contractId,
    card_id: sale.cardId,
    station_id: sale.stationId,
    workstation_id: sale.workstationId,
    operator_id: sale.operatorId,
    pump_number: sale.pumpNumber,
    product_id: sale.productId,
    price_minor_per_litre: sale.priceMinorPerLitre,
    vat_rate_bp: sale.vatRateBp,
    mode: sale.mode,
    state: sale.state,
    authorized_at_ms: sale.authorizedAtMs,
    hold_amount_minor: sale.holdAmountMinor,
    hold_volume_ml: sale.holdVolumeMl,
    closed_at_ms: sale.closedAtMs,
    amount_minor: sale.amountMinor,
    volume_ml: sale.volumeMl,
    vat_minor: sale.vatMinor,
    slip_number: sale.slipNumber,
    parts: partsText(sale.parts),
    tolerance_ml: sale.toleranceMl,
    booked_at_ms: sale.bookedAtMs,
    fee_minor: sale.feeMinor,
    refunded_ml: sale.refundedMl,
    voided: sale.voided ? 1 : 0,
    lines: linesText(sale),
    alerts: alertsText(sale),
    digest,
  };
}
