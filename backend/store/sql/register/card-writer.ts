import type { CardRecord } from '#protocol/records.ts';
import { fold } from '#domain/text/fold.ts';
import { listText } from '../rows.ts';
import type { Sql, SqlWrite } from '../sql.ts';

// Adds cards, and the PIN of one. What a card may do afterwards is changed by the authority alone.

const SQL = {
  idByPan: `SELECT card_id AS cardId FROM card WHERE pan_hash = @panHash`,
  insert: `
    INSERT INTO card (card_id, contract_id, group_id, pan_hash, pan_masked, state, block_reason, expires_on,
      transaction_max_minor, transaction_max_ml, tank_capacity_ml, product_ids, station_ids,
      pin_required, pin_tries_used, pin_verifier, offline_policy, holder, vehicle, search)
    VALUES (@cardId, @contractId, @groupId, @panHash, @panMasked, @state, @blockReason,
      @expiresOn, @transactionMaxMinor, @transactionMaxMl, @tankCapacityMl, @productIds,
      @stationIds, @pinRequired, @pinTriesUsed, NULL, @offlinePolicy, @holder, @vehicle, @search)
    ON CONFLICT DO NOTHING`,
  pin: `
    UPDATE card SET pin_verifier = @verifier, pin_required = 1, pin_tries_used = 0
    WHERE card_id = @cardId`,
};

/** False when the number or the id is known; nothing is changed then. */
export async function addCard(sql: SqlWrite, card: CardRecord, panHash: string): Promise<boolean> {
  const added = await sql.run(SQL.insert, {
    ...card,
    panHash,
    productIds: listText(card.productIds),
    stationIds: listText(card.stationIds),
    pinRequired: card.pinRequired ? 1 : 0,
    search: cardSearch(card),
  });
  if (added === 0) return false;
  await sql.touch('card', card.cardId);
  return true;
}

export async function cardIdByPan(sql: Sql, panHash: string): Promise<string | null> {
  return (await sql.get<{ cardId: string }>(SQL.idByPan, { panHash }))?.cardId ?? null;
}

/** A new PIN starts with no errors; a block that errors made is lifted by staff. */
export async function setCardPin(sql: SqlWrite, cardId: string, verifier: string): Promise<void> {
  await sql.lock({ cardId });
  await sql.run(SQL.pin, { verifier, cardId });
  await sql.touch('card', cardId);
}

/** Text by which a card is found: mask, holder, vehicle, id. */
export function cardSearch(
  card: Pick<CardRecord, 'cardId' | 'panMasked' | 'holder' | 'vehicle'>,
): string {
  return fold(card.panMasked, card.holder, card.vehicle, card.cardId);
}
