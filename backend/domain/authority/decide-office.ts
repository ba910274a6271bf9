import { canUnblock, isHarder, mayMove, stateRefusal } from '../card/card-state.ts';
import { afterPinTry } from '../card/pin.ts';
import type { ClientAccountName, NewClientAccount } from '../client/client-account.ts';
import { accountKey } from '../identity/login.ts';
import { ok, refuse } from '../result.ts';
import { contractMoney } from './allowances.ts';
import type { Change, Decision } from './change.ts';
import type {
  BlockCardCommand,
  ReportPinErrorCommand,
  TakeBackCardCommand,
  UnblockCardCommand,
} from './command.ts';
import type { CloseContractCommand, SignContractCommand } from './contract-command.ts';
import { withPinTries } from './decide-sale.ts';
import { done, refused, refusedForNow } from './decision.ts';
import { exposureOf } from './exposure.ts';
import type { Facts } from './facts.ts';

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
  if (state !== 'active' && !harder) return done([]);
  const blocked = {
    ...card,
    state: 'blocked',
    blockReason: command.reason,
  } as const;
  return done([{ kind: 'card.put', card: blocked }]);
}

/**
 * Lifts a block; who may lift which is a rule of the card (row O-13). Only staff forget PIN errors:
 * blocking and unblocking one's own card must not give new tries (row N-20).
 */
export function decideCardUnblock(command: UnblockCardCommand, { card }: Facts): Decision {
  if (card === null) return refused('CARD_NOT_FOUND');
  if (card.state === 'closed') return refused('CARD_CLOSED');
  if (card.state === 'active') return done([]);
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
  return done([{ kind: 'card.put', card: active }]);
}

/**
 * Takes a card back for good (row N-08); taking it back again is no error. The money stays on the
 * contract, also on one that has ended. A fill that is under way has to end first: `saleIds` are
 * its ids, parted by spaces.
 */
export function decideCardTakeBack(_command: TakeBackCardCommand, facts: Facts): Decision {
  const { card, look } = facts;
  if (card === null) return refused('CARD_NOT_FOUND');
  if (card.state === 'returned') return done([]);
  if (!mayMove(card.state, 'returned')) return refused(stateRefusal(card) ?? 'CARD_CLOSED');
  const held = look.heldSales(card.cardId);
  if (held.length > 0) {
    const params = { count: held.length, saleIds: held.join(' ') };
    return refusedForNow(refuse('CARD_HAS_OPEN_HOLD', params));
  }
  return done([{ kind: 'card.put', card: { ...card, state: 'returned', blockReason: null } }]);
}

/** Adds a PIN error that was counted offline; the third blocks (row N-20). */
export function decidePinError(_command: ReportPinErrorCommand, { card }: Facts): Decision {
  if (card === null) return refused('CARD_NOT_FOUND');
  const after = withPinTries(card, afterPinTry(card.pinTriesUsed, false));
  return done([{ kind: 'card.put', card: after }]);
}

/**
 * Puts a contract in force. Signing again sets the credit anew; what is spent above it is named as
 * exposure (I1). Under a programme whose accounts are born with the contract the client's one
 * account is made with it, or the contract stays unsigned (row N-05); a further contract of the
 * client joins the account that he has.
 */
export function decideContractSign(command: SignContractCommand, facts: Facts): Decision {
  const { contract } = facts;
  const { creditLimitMinor, missing = null, account = null } = command;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  if (contract.state === 'closed') return refused('CONTRACT_CLOSED');
  if (missing !== null) return refusedForNow(missing);
  const born = account === null ? null : bornWith(account, command.atMs, facts);
  if (born === 'taken') return refusedForNow(refuse('LOGIN_TAKEN'));
  const signed = { ...contract, state: 'signed', creditLimitMinor } as const;
  const money = { before: contractMoney(contract, facts), after: contractMoney(signed, facts) };
  const exposure = exposureOf(money, contract.contractId, { ...command, saleId: null });
  const changes: readonly Change[] = [{ kind: 'contract.put', contract: signed }, ...exposure];
  if (born === null) return done(changes);
  const outcome = ok({ kind: 'signed', account: born.name } as const);
  return { outcome, changes: [...born.changes, ...changes] };
}

interface Born {
  readonly name: ClientAccountName;
  readonly changes: readonly Change[];
}

/** The client's account under the programme: the one that he has, or this one. */
function bornWith(account: NewClientAccount, atMs: number, { look }: Facts): Born | 'taken' {
  const known = look.clientAccount(account);
  if (known !== null) return { name: known, changes: [] };
  const { programmeId, userId, login } = account;
  if (look.isLoginTaken(accountKey(programmeId, login))) return 'taken';
  return { name: { userId, login }, changes: [{ kind: 'client-account.add', account, atMs }] };
}

/**
 * Ends a contract (row N-07): from now on nothing new is sold or leased under it. Fills in progress
 * and what workstations still hold in leases do not stand in the way: a client who has to be
 * stopped is stopped at once, and late truth is booked all the same (architecture §7). Closing
 * again changes nothing, and the first reason stays.
 */
export function decideContractClose(
  { contractId, userId, reason, atMs }: CloseContractCommand,
  { contract }: Facts,
): Decision {
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  if (contract.state === 'closed') return done([]);
  return done([
    { kind: 'contract.put', contract: { ...contract, state: 'closed' } },
    { kind: 'contract.closed', closing: { contractId, userId, reason, atMs } },
  ]);
}
