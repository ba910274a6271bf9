import { refundTransfers } from '../../ledger/sale-transfers.ts';
import { ok } from '../../result.ts';
import { refunded, refundMaxMl, refundRefusal, type Refund } from '../../sale/refund.ts';
import type { Decision, Outcome } from '../change.ts';
import type { RefundCommand } from '../command.ts';
import { refused } from '../decision.ts';
import { Draft } from '../draft.ts';
import type { Facts } from '../facts.ts';

/**
 * Gives part of a fill back, to the card that is shown again or to its account (acceptance §3.1
 * item 2): at the prices and VAT of the sale, its usage to the windows of its authorization, never
 * more than is left of it. The money of a closed contract is owed to its client and is not spent
 * again. What a workstation tells that it gave back is of its own fills; amounts that it worked out
 * otherwise are told apart, and the books have the authority's own (acceptance C11). A refund that
 * is in the books already is answered as it is, and nothing is given back again (I2).
 */
export function decideRefund(command: RefundCommand, facts: Facts): Decision {
  const { sale, contract, card } = facts;
  if (facts.refund !== null) return askedAgain(command, facts.refund);
  // Its first entry would have this id, and another entry has it.
  if (facts.transfer !== null) return refused('COMMAND_ID_REUSED');
  if (sale === null || contract === null) return refused('SALE_NOT_FOUND');
  const { told } = command;
  if (told !== null && sale.workstationId !== command.workstationId) {
    return refused('SALE_NOT_FOUND');
  }
  const refusal = refundRefusal(sale, command.volumeMl);
  if (refusal !== null) {
    return refused(refusal, { volumeMl: command.volumeMl, largestVolumeMl: refundMaxMl(sale) });
  }
  // To a card only what that card bought, and only while it is one that could buy again.
  if (command.to === 'card' && command.cardId !== sale.cardId) return refused('CARD_OTHER');
  if (command.to === 'card' && card?.state !== 'active') return refused('REFUND_TO_ACCOUNT');
  const given = refunded(sale, command.volumeMl);
  const { sale: after, lines, amountMinor, vatMinor, feeMinor, usageBack } = given;
  const { saleId, contractId, cardId } = sale;
  const { workstationId, stationId, operatorId, to, reason, volumeMl, refundedAtMs } = command;
  const refund: Refund = {
    refundId: command.refundId,
    saleId,
    contractId,
    cardId,
    stationId,
    workstationId,
    operatorId,
    to,
    reason,
    volumeMl,
    lines,
    amountMinor,
    vatMinor,
    feeMinor,
    refundedAtMs,
    bookedAtMs: Math.max(refundedAtMs, facts.lockedBeforeMs),
    slipNumber: command.slipNumber,
  };
  const draft = new Draft(facts, contractId);
  const isClosed = contract.state === 'closed';
  for (const { allowanceKey, quantity, isMoney } of usageBack) {
    if (!(isClosed && isMoney)) draft.count(allowanceKey, { captured: -quantity });
  }
  draft.push({ kind: 'sale.put', sale: after });
  draft.push({ kind: 'refund.put', refund });
  const accounts = { currency: contract.currency, stationId: sale.stationId, isClosed };
  for (const step of refundTransfers(refund, accounts)) draft.push({ kind: 'transfer', step });
  return { outcome: outcomeOf(command, refund), changes: draft.changes() };
}

/** The same question has its refund; another one under its id has nothing. */
function askedAgain(command: RefundCommand, refund: Refund): Decision {
  const { saleId, workstationId, volumeMl, to } = command;
  const isOfSame = refund.saleId === saleId && refund.workstationId === workstationId;
  const isSame = isOfSame && refund.volumeMl === volumeMl && refund.to === to;
  if (!isSame) return refused('COMMAND_ID_REUSED');
  return { outcome: outcomeOf(command, refund), changes: [] };
}

function outcomeOf({ told }: RefundCommand, refund: Refund): Outcome {
  const { amountMinor, vatMinor } = refund;
  const differs = told !== null && (told.amountMinor !== amountMinor || told.vatMinor !== vatMinor);
  return ok({ kind: 'refund', refund, ...(differs ? { differs } : {}) });
}
