import { canUnblock, isHarder } from '../card/card-state.ts';
import { afterPinTry } from '../card/pin.ts';
import { excess, moneyAllowanceKey, ZERO_COUNTERS } from '../limit/allowance.ts';
import { ok, refuse } from '../result.ts';
import type { Change, Decision, Outcome } from './change.ts';
import type {
  BlockCardCommand,
  ReportPinErrorCommand,
  SignContractCommand,
  UnblockCardCommand,
} from './command.ts';
import { withPinTries } from './decide-sale.ts';
import { contractMoney, type Facts } from './facts.ts';

const DONE: Outcome = ok({ kind: 'done' });

/**
 * Stops a card; stopping it again is no error (row O-12). The harder reason stays: a stolen card is
 * not freed by whoever lifts the client's own block, a forgotten PIN or a debt (row O-13).
 */
export function decideCardBlock(command: BlockCardCommand, { card }: Facts): Decision {
  if (card === null) return refused('CARD_NOT_FOUND');
  if (card.state === 'closed') return refused('CARD_CLOSED');
  const { state, blockReason } = card;
  const harder =
    state === 'blocked' && blockReason !== null && isHarder(command.reason, blockReason);
  if (state !== 'active' && !harder) return { outcome: DONE, changes: [] };
  const blocked = {
    ...card,
    state: 'blocked',
    blockReason: command.reason,
  } as const;
  return { outcome: DONE, changes: [{ kind: 'card.put', card: blocked }] };
}

/**
 * Lifts a block; who may lift which is a rule of the card (row O-13). Only staff forget PIN errors:
 * blocking and unblocking one's own card must not give new tries (row N-20).
 */
export function decideCardUnblock(command: UnblockCardCommand, { card }: Facts): Decision {
  if (card === null) return refused('CARD_NOT_FOUND');
  if (card.state === 'closed') return refused('CARD_CLOSED');
  if (card.state === 'active') return { outcome: DONE, changes: [] };
  if (card.blockReason === null || !canUnblock(command.by, card.blockReason)) {
    return refused('BLOCK_NOT_REVERSIBLE');
  }
  const pinTriesUsed = command.by === 'staff' ? 0 : card.pinTriesUsed;
  const active = {
    ...card,
    state: 'active',
    blockReason: null,
    pinTriesUsed,
  } as const;
  return { outcome: DONE, changes: [{ kind: 'card.put', card: active }] };
}

/** Adds a PIN error that was counted offline; the third blocks (row N-20). */
export function decidePinError(_command: ReportPinErrorCommand, { card }: Facts): Decision {
  if (card === null) return refused('CARD_NOT_FOUND');
  const after = withPinTries(card, afterPinTry(card.pinTriesUsed, false));
  return { outcome: DONE, changes: [{ kind: 'card.put', card: after }] };
}

/**
 * Puts a contract in force. Signing again sets the credit anew; what is spent above it is named as
 * exposure (I1).
 */
export function decideContractSign(command: SignContractCommand, facts: Facts): Decision {
  const { contract, counters } = facts;
  const { creditLimitMinor, commandId, atMs, workstationId } = command;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  if (contract.state === 'closed') return refused('CONTRACT_CLOSED');
  const signed = { ...contract, state: 'signed', creditLimitMinor } as const;
  const { contractId } = contract;
  const allowanceKey = moneyAllowanceKey(contractId);
  const now = counters.get(allowanceKey) ?? ZERO_COUNTERS;
  const quantity = excess(contractMoney(signed, now)) - excess(contractMoney(contract, now));
  const put: Change = { kind: 'contract.put', contract: signed };
  if (quantity <= 0) return { outcome: DONE, changes: [put] };
  const exposureId = `${commandId}/${allowanceKey}`;
  const cause = { saleId: null, workstationId, atMs };
  const exposure = {
    exposureId,
    allowanceKey,
    contractId,
    quantity,
    measure: 'money',
    ...cause,
  } as const;
  return { outcome: DONE, changes: [put, { kind: 'exposure.put', exposure }] };
}

function refused(code: string): Decision {
  return { outcome: refuse(code), changes: [] };
}
