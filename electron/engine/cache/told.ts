import type { Card } from '#domain/card/card.ts';
import type { CardRecord, ContractRecord } from '#protocol/records.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { feedState } from './feed-apply.ts';
import { keepRecord } from './keep-record.ts';
import { record } from './registers.ts';

/**
 * What the backend says about a card beside the feed, in an answer to the desk. It counts from that
 * moment on: the link may fall before the feed brings the same (I5).
 */

/** Keeps a card and its contract as an answer showed them, unless the feed has told newer. */
export function keepTold(
  db: WritableDb,
  { card, contract, asOfMs }: { card: CardRecord; contract: ContractRecord; asOfMs: number },
): void {
  if ((feedState(db)?.asOfMs ?? 0) > asOfMs) return;
  const known = record(db, 'card', card.cardId);
  // What the feed has never brought is no business of this station.
  if (known !== null)
    keepRecord(db, {
      entity: 'card',
      rowId: card.cardId,
      record: { ...card, panHash: known.panHash },
    });
  const { contractId } = contract;
  if (record(db, 'contract', contractId) !== null)
    keepRecord(db, { entity: 'contract', rowId: contractId, record: contract });
}

type Stop = Pick<Card, 'state' | 'blockReason'>;

/**
 * States that a refusal tells of; a refused block does not say why, so it counts as the issuer's.
 */
const stops: Readonly<Record<string, Stop>> = {
  CARD_BLOCKED: { state: 'blocked', blockReason: 'issuer' },
  PIN_BLOCKED: { state: 'blocked', blockReason: 'pin' },
  CARD_LOST: { state: 'lost', blockReason: null },
  CARD_RETURNED: { state: 'returned', blockReason: null },
  CARD_CLOSED: { state: 'closed', blockReason: null },
};

/** Keeps the stop that a refused sale has told of; the next word of the backend replaces it. */
export function keepStop(db: WritableDb, cardId: string, code: string): void {
  const card = record(db, 'card', cardId);
  if (card === null) return;
  const stop = stops[code];
  if (stop !== undefined)
    keepRecord(db, { entity: 'card', rowId: cardId, record: { ...card, ...stop } });
  if (code !== 'CONTRACT_CLOSED') return;
  const contract = record(db, 'contract', card.contractId);
  if (contract !== null)
    keepRecord(db, {
      entity: 'contract',
      rowId: card.contractId,
      record: { ...contract, state: 'closed' },
    });
}
