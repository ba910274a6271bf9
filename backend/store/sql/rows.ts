import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { SaleLine } from '#domain/sale/sale-line.ts';
import type { Refund } from '#domain/sale/refund.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type * as r from '#protocol/records.ts';
import { alertsFrom, linesFrom, partsFrom } from '../authority/stored-text.ts';

// Columns and the records made of them. A row type repeats what the table's CHECKs guarantee.

export const STATION_COLUMNS = `
  station_id AS stationId, name, zone, country, owner, pump_count AS pumpCount, address,
  region_id AS regionId, partner_id AS partnerId`;

/** Where a station is, as rules see it. A partner's station may not say whose it is. */
export const STATION_PLACE_COLUMNS = `
  country, zone, region_id AS regionId,
  CASE WHEN owner = 'partner' THEN coalesce(partner_id, 'partner') END AS partnerId`;

export const GROUP_COLUMNS = `group_id AS groupId, contract_id AS contractId, name`;

export const PRODUCT_COLUMNS = `product_id AS productId, name, unit, group_id AS groupId`;

export const CLIENT_COLUMNS = `
  client_id AS clientId, name, country, tax_id AS taxId, segment,
  contact_name AS contactName, phone, email`;

/** Needs the client joined as `client`. */
export const CONTRACT_COLUMNS = `
  contract.contract_id AS contractId, contract.client_id AS clientId, client.name AS clientName,
  contract.number, contract.currency, contract.zone, contract.state,
  contract.credit_limit_minor AS creditLimitMinor, contract.deposits_minor AS depositsMinor,
  contract.terms`;

/** A contract as the rules see it, without the client's name. */
export const CONTRACT_FACT_COLUMNS = `
  contract_id AS contractId, client_id AS clientId, number, currency, zone, state,
  credit_limit_minor AS creditLimitMinor, deposits_minor AS depositsMinor, terms`;

/** A contract's row: its terms are JSON text, `{}` where it has none. */
export type ContractRow<T> = Omit<T, 'terms'> & { readonly terms: string };

export function contractFrom<T extends { terms: unknown }>(
  row: ContractRow<T>,
): Omit<T, 'terms'> & { terms: r.ContractTermsRecord } {
  return { ...row, terms: termsFrom(row.terms) };
}

/** What is not written is none. */
function termsFrom(text: string): r.ContractTermsRecord {
  const stored = text === '{}' ? {} : (JSON.parse(text) as Partial<r.ContractTermsRecord>);
  return { captureTolerance: null, fees: [], discounts: [], ...stored };
}

export const PRICE_COLUMNS = `
  station_id AS stationId, product_id AS productId, from_ms AS fromMs,
  price_minor_per_litre AS priceMinorPerLitre, currency`;

export const CARD_COLUMNS = `
  card_id AS cardId, contract_id AS contractId, group_id AS groupId, pan_masked AS panMasked, state,
  block_reason AS blockReason, expires_on AS expiresOn,
  transaction_max_minor AS transactionMaxMinor, transaction_max_ml AS transactionMaxMl,
  tank_capacity_ml AS tankCapacityMl, product_ids AS productIds, station_ids AS stationIds,
  pin_required AS pinRequired, pin_tries_used AS pinTriesUsed, offline_policy AS offlinePolicy,
  holder, vehicle`;

export interface CardRow extends Omit<r.CardRecord, 'productIds' | 'stationIds' | 'pinRequired'> {
  productIds: string | null;
  stationIds: string | null;
  pinRequired: 0 | 1;
}

export function cardFrom(row: CardRow): r.CardRecord {
  return {
    ...row,
    productIds: textsOrNull(row.productIds),
    stationIds: textsOrNull(row.stationIds),
    pinRequired: row.pinRequired === 1,
  };
}

/** A list of ids that is kept as JSON text. */
export function texts(json: string): string[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value)) throw new Error('not a list');
  return value.map(String);
}

function textsOrNull(json: string | null): string[] | null {
  return json === null ? null : texts(json);
}

export function listText(ids: readonly string[] | null): string | null {
  return ids === null ? null : JSON.stringify(ids);
}

export const SALE_COLUMNS = `
  sale_id AS saleId, card_id AS cardId, contract_id AS contractId, station_id AS stationId,
  workstation_id AS workstationId, operator_id AS operatorId, pump_number AS pumpNumber,
  product_id AS productId, price_minor_per_litre AS priceMinorPerLitre,
  vat_rate_bp AS vatRateBp, mode, state, authorized_at_ms AS authorizedAtMs,
  hold_amount_minor AS holdAmountMinor, hold_volume_ml AS holdVolumeMl,
  closed_at_ms AS closedAtMs, amount_minor AS amountMinor, volume_ml AS volumeMl,
  vat_minor AS vatMinor, slip_number AS slipNumber, tolerance_ml AS toleranceMl,
  booked_at_ms AS bookedAtMs, fee_minor AS feeMinor, refunded_ml AS refundedMl, voided`;

/** A sale's row with what is JSON in it. */
export interface SaleRow extends Omit<Sale, 'parts' | 'lines' | 'alerts' | 'voided'> {
  readonly parts: string;
  readonly lines: string | null;
  readonly alerts: string | null;
  readonly voided: 0 | 1;
}

/** Columns of a whole sale. */
export const SALE_ROW_COLUMNS = `${SALE_COLUMNS}, parts, lines, alerts`;

export function saleFrom({ parts, lines, alerts, voided, ...row }: SaleRow): Sale {
  const plain = { ...row, parts: partsFrom(parts), voided: voided === 1 };
  return { ...plain, lines: linesFrom(lines, plain), alerts: alertsFrom(alerts) };
}

/** Columns of a whole refund. */
export const REFUND_COLUMNS = `
  refund_id AS refundId, sale_id AS saleId, contract_id AS contractId, card_id AS cardId,
  station_id AS stationId, workstation_id AS workstationId, operator_id AS operatorId,
  refund_to AS refundTo, reason, volume_ml AS volumeMl, lines, amount_minor AS amountMinor,
  vat_minor AS vatMinor, fee_minor AS feeMinor, refunded_at_ms AS refundedAtMs,
  booked_at_ms AS bookedAtMs, slip_number AS slipNumber`;

export interface RefundRow extends Omit<Refund, 'to' | 'lines'> {
  readonly refundTo: Refund['to'];
  readonly lines: string;
}

export function refundFrom({ refundTo, lines, ...row }: RefundRow): Refund {
  // Written by the deciding store and by nobody else.
  return { ...row, to: refundTo, lines: JSON.parse(lines) as SaleLine[] };
}

export const LEASE_COLUMNS = `
  lease_id AS leaseId, allowance_key AS allowanceKey, contract_id AS contractId,
  card_id AS cardId, workstation_id AS workstationId, measure, granted,
  issued_at_ms AS issuedAtMs, valid_from_ms AS validFromMs, expires_at_ms AS expiresAtMs,
  spent, returned`;

export type LeaseRow = LeaseAccount;

export const WORKSTATION_FACT_COLUMNS = `
  workstation_id AS workstationId, station_id AS stationId, state`;

export const TRANSFER_COLUMNS = `
  transfer_id AS transferId, kind, debit_account_id AS debitAccountId,
  credit_account_id AS creditAccountId, amount_minor AS amountMinor,
  pending_minor AS pendingMinor, state, at_ms AS atMs,
  coalesce(effective_at_ms, at_ms) AS effectiveAtMs, linked_id AS linkedId, memo`;
