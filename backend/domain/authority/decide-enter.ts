import { captureTransfers, holdTransfer } from '../ledger/sale-transfers.ts';
import type { Quantity } from '../limit/measure.ts';
import { ok } from '../result.ts';
import { alertsOfParts } from '../sale/limit-alert.ts';
import { captured, NOT_CAPTURED, type Sale } from '../sale/sale.ts';
import { linesFor, tariffOf, totalOf, type Tariff } from '../sale/tariff.ts';
import { allowancesAt } from './allowances.ts';
import type { Decision } from './change.ts';
import type { EnterSaleCommand } from './command.ts';
import { HOLD_MAX_MINOR, unleasedParts } from './decide-book-hold.ts';
import { settle } from './decide-sale.ts';
import { refused } from './decision.ts';
import { Draft } from './draft.ts';
import type { Facts } from './facts.ts';

/**
 * Books a fill that was made on paper: it is truth and not a question, so no limit refuses it;
 * everything that counts it does, in the windows of its own instant, and what is too much is
 * exposure (architecture §7). A slip that was entered before is refused, and so is one of the time
 * when the card was on another contract: nobody else may pay for that fill.
 */
export function decideSaleEnter(command: EnterSaleCommand, facts: Facts): Decision {
  if (facts.sale !== null || facts.saleRefused) return refused('SLIP_ENTERED');
  if (facts.transfer !== null) return refused('COMMAND_ID_REUSED');
  const { contract, product, priceMinorPerLitre: listPriceMinorPerLitre, vatRateBp } = facts;
  if (contract === null) return refused('CARD_NOT_FOUND');
  if (contract.contractId !== command.contractId) return refused('CARD_MOVED');
  if (product === null) return refused('PRODUCT_NOT_FOUND');
  if (listPriceMinorPerLitre === null) return refused('PRICE_NOT_SET');
  const { filledAtMs: atMs, volumeMl } = command;
  const { terms, zone, contractId, currency } = contract;
  const tariff = tariffOf({ product, listPriceMinorPerLitre, vatRateBp, terms, atMs, zone });
  const amountMinor = totalOf(tariff, volumeMl);
  if (volumeMl <= 0 || amountMinor > HOLD_MAX_MINOR) return refused('AMOUNT_INVALID');
  const quantity: Quantity = { amountMinor, volumeMl, count: 1 };
  const allowances = allowancesAt(facts, contract, atMs);
  const parts = unleasedParts(allowances, { product, quantity, atMs, zone });
  const alerts = alertsOfParts(parts, allowances);
  const paper = paperSale(command, { tariff, amountMinor });
  const held: Sale = { ...paper, contractId, parts, alerts };
  const bookedAtMs = Math.max(atMs, facts.lockedBeforeMs);
  const done = { ...captured(held, { ...command, capturedAtMs: atMs }), bookedAtMs };
  const outcome = ok({ kind: 'sale', sale: done } as const);
  if (command.dryRun) return { outcome, changes: [], unkept: true };
  const draft = new Draft(facts, contractId);
  for (const part of parts) draft.count(part.allowanceKey, { held: part.held });
  draft.push({ kind: 'sale.put', sale: held });
  draft.push({ kind: 'transfer', step: holdTransfer(held, currency) });
  settle(draft, done);
  for (const step of captureTransfers(done, currency)) draft.push({ kind: 'transfer', step });
  return { outcome, changes: draft.changesWithExposure(command) };
}

/** Held for exactly what it took. */
function paperSale(
  command: EnterSaleCommand,
  { tariff, amountMinor }: { readonly tariff: Tariff; readonly amountMinor: number },
): Omit<Sale, 'contractId' | 'parts' | 'alerts'> {
  const { saleId, cardId, stationId, workstationId, operatorId, pumpNumber, productId } = command;
  const { priceMinorPerLitre, vatRateBp } = tariff;
  return {
    saleId,
    cardId,
    stationId,
    workstationId,
    operatorId,
    pumpNumber,
    productId,
    priceMinorPerLitre,
    vatRateBp,
    mode: 'offline',
    state: 'held',
    authorizedAtMs: command.filledAtMs,
    holdAmountMinor: amountMinor,
    holdVolumeMl: command.volumeMl,
    toleranceMl: 0,
    lines: linesFor(tariff, command.volumeMl),
    ...NOT_CAPTURED,
  };
}
