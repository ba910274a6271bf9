import { reverseTransfer } from '../../ledger/sale-transfers.ts';
import { assert } from '../../assert.ts';
import { ok } from '../../result.ts';
import { HOLD_STALE_AFTER_MS, reversed, type Sale } from '../../sale/sale.ts';
import type { Decision } from '../change.ts';
import type { VoidHoldCommand } from '../command.ts';
import { settle } from '../decide-sale.ts';
import { refused } from '../decision.ts';
import { Draft } from '../draft.ts';
import type { Facts, HoldOwner } from '../facts.ts';

/**
 * Gives up a stale hold whose workstation cannot end it any more. Time alone frees nothing: the
 * workstation is lost, or it has told its journal past the hold without ever having seen it
 * (architecture §6). Should it come back with a capture all the same, that is booked as late truth.
 */
export function decideHoldVoid(command: VoidHoldCommand, facts: Facts): Decision {
  const { sale, contract, holdOwner } = facts;
  if (sale === null) return refused('HOLD_NOT_FOUND');
  if (sale.state === 'reversed') return { outcome: ok({ kind: 'sale', sale }), changes: [] };
  if (sale.state === 'captured') return refused('SALE_ALREADY_CAPTURED');
  const freesAtMs = sale.authorizedAtMs + HOLD_STALE_AFTER_MS;
  if (command.atMs < freesAtMs || !cannotEnd(holdOwner, sale)) return refused('HOLD_ALIVE');
  assert(contract !== null, 'a sale has a contract');
  const done = { ...reversed(sale, command.atMs), voided: true };
  const draft = new Draft(facts, sale.contractId);
  settle(draft, done);
  draft.push({ kind: 'transfer', step: reverseTransfer(sale, contract.currency) });
  return { outcome: ok({ kind: 'sale', sale: done }), changes: draft.changes() };
}

function cannotEnd(owner: HoldOwner | null, sale: Sale): boolean {
  if (owner === null || owner.state === 'lost') return true;
  return !owner.knowsHold && toldPast(owner, sale);
}

/**
 * Whether what was told ends long after the hold. The workstation's clock may be anything: by it
 * only its own question and its own last line are compared. A question that a lost disk took with
 * it is never told; then a hold that the authority gave it later is, by the clock of this one.
 */
function toldPast(
  { askedAtMs, toldThroughMs, heldThroughMs }: HoldOwner,
  { authorizedAtMs }: Sale,
): boolean {
  const ownMs = askedAtMs === null ? 0 : toldThroughMs - askedAtMs;
  return Math.max(ownMs, heldThroughMs - authorizedAtMs) >= HOLD_STALE_AFTER_MS;
}
