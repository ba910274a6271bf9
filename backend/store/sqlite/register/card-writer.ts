import type { CardRecord } from '#protocol/records.ts';
import { fold } from '../fold.ts';
import type { NetworkWriter } from '../network-writer.ts';
import { listText } from '../rows.ts';

/**
 * Adds cards, and the PIN of one. What a card may do afterwards is changed by the authority
 * alone.
 */
export class CardWriter {
  readonly #writer: NetworkWriter;
  readonly #byPan;
  readonly #byId;
  readonly #insert;
  readonly #pin;

  constructor(writer: NetworkWriter) {
    const { db } = writer;
    this.#writer = writer;
    this.#byPan = db.prepare<[string], { cardId: string }>(
      `SELECT card_id AS cardId FROM card WHERE pan_hash = ?`,
    );
    this.#byId = db.prepare<[string], { cardId: string }>(
      `SELECT card_id AS cardId FROM card WHERE card_id = ?`,
    );
    this.#insert = db.prepare(`
      INSERT INTO card VALUES (@cardId, @contractId, @panHash, @panMasked, @state, @blockReason,
        @expiresOn, @transactionMaxMinor, @transactionMaxMl, @tankCapacityMl, @productIds,
        @stationIds, @pinRequired, @pinTriesUsed, NULL, @offlinePolicy, @holder, @vehicle,
        @search)`);
    this.#pin = db.prepare(`
      UPDATE card SET pin_verifier = ?, pin_required = 1, pin_tries_used = 0 WHERE card_id = ?`);
  }

  /** False when the number or the id is known; nothing is changed then. */
  add(card: CardRecord, panHash: string): boolean {
    const { cardId } = card;
    const known = this.#byPan.get(panHash) ?? this.#byId.get(cardId);
    if (known !== undefined) return false;
    this.#insert.run({
      ...card,
      panHash,
      productIds: listText(card.productIds),
      stationIds: listText(card.stationIds),
      pinRequired: card.pinRequired ? 1 : 0,
      search: cardSearch(card),
    });
    this.#writer.feed.touch('card', cardId);
    return true;
  }

  idByPan(panHash: string): string | null {
    return this.#byPan.get(panHash)?.cardId ?? null;
  }

  /** A new PIN starts with no errors; a block that errors made is lifted by staff. */
  setPin(cardId: string, verifier: string): void {
    this.#pin.run(verifier, cardId);
    this.#writer.feed.touch('card', cardId);
  }
}

/** Text by which a card is found: mask, holder, vehicle, id. */
export function cardSearch(
  card: Pick<CardRecord, 'cardId' | 'panMasked' | 'holder' | 'vehicle'>,
): string {
  return fold(card.panMasked, card.holder, card.vehicle, card.cardId);
}
