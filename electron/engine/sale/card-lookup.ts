import { createHmac } from 'node:crypto';
import { normalizePan } from '#domain/card/pan.ts';
import { leasedHere } from '#domain/lease/lease.ts';
import { DUPLICATE_WITHIN_MS } from '#domain/sale/duplicate.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { RemainderRecord } from '#protocol/records.ts';
import { cardSeen, putCardSeen } from '../cache/card-notes.ts';
import { feedState } from '../cache/feed-apply.ts';
import { cardByPanHash, plainCard, record } from '../cache/registers.ts';
import { keepTold } from '../cache/told.ts';
import type { Core } from '../core.ts';
import { leasesOn } from '../lease/lease-store.ts';
import { unanswered } from '../sync/link.ts';
import { guarded } from './card-guard.ts';
import { knownTerms, localRemainders } from './desk.ts';
import { capturedOn } from './fill-store.ts';
import type { Operator } from './question.ts';

type CardView = BridgeAnswer<'card:find'>;

/**
 * The card behind a typed or read number, with its limits and what is left of each, before anything
 * is asked for (acceptance §3.1 item 6, C5). Without an answer of the backend: what this
 * workstation knows, and what its own leases cover. The number itself goes nowhere, only its keyed
 * hash. Refused to a client's people, who might try the numbers of others (rule G10).
 */
export async function findCard(
  core: Core,
  typed: string,
  operator: Operator,
): Promise<Result<CardView>> {
  if (operator.clientId !== null) return refuse('FORBIDDEN', { right: 'sale.make' });
  const pan = normalizePan(typed);
  if (!pan.ok) return pan;
  const panHash = createHmac('sha256', Buffer.from(core.identity.panKey, 'hex'))
    .update(pan.value, 'utf8')
    .digest('hex');
  if (!core.link.isUp() || operator.sessionToken === null) return localView(core, panHash);
  const answer = await core.link.call('sale.check', { panHash }, operator.sessionToken);
  if (!answer.ok) return unanswered(answer.code) ? localView(core, panHash) : answer;
  const { card, contract, limits, rules, asOfMs } = answer.value;
  const remainders = withOwnLeases(core, answer.value.remainders);
  keepTold(core.cache.db, answer.value);
  putCardSeen(core.cache.db, { cardId: card.cardId, limits, rules, remainders, asOfMs });
  const source = 'online' as const;
  const recentFills = withOwnFills(core, card.cardId, answer.value.recentFills);
  const view = { contract, limits, rules, remainders, recentFills, source, asOfMs };
  return ok({ card: guarded(core, card), ...view });
}

/** Fills of the last minutes: what this workstation sold the backend may not have heard of yet. */
function withOwnFills(
  core: Core,
  cardId: string,
  told: CardView['recentFills'],
): CardView['recentFills'] {
  const sinceMs = core.clock.nowMs() - DUPLICATE_WITHIN_MS;
  const own = capturedOn(core.journal.db, cardId, sinceMs).map((sale) => {
    const { saleId, stationId, pumpNumber, volumeMl, amountMinor, authorizedAtMs } = sale;
    return { saleId, stationId, pumpNumber, volumeMl, amountMinor, authorizedAtMs };
  });
  const known = new Set(own.map(({ saleId }) => saleId));
  return [...own, ...told.filter(({ saleId }) => !known.has(saleId))];
}

/**
 * What the backend counts as leased to this very desk can be sold at it: it is given back with the
 * question when the rest does not do.
 */
function withOwnLeases(core: Core, remainders: readonly RemainderRecord[]): RemainderRecord[] {
  const keys = remainders.map(({ allowanceKey }) => allowanceKey);
  const leases = leasesOn(core.journal.db, keys);
  const atMs = core.clock.nowMs();
  return remainders.map((one) => {
    const used = Math.max(0, one.used - leasedHere(leases, one.allowanceKey, atMs));
    return { ...one, used, left: Math.max(0, one.total - used) };
  });
}

function localView(core: Core, panHash: string): Result<CardView> {
  const asOfMs = feedState(core.cache.db)?.asOfMs ?? null;
  // Nothing was ever pulled: that the card is not here says nothing about it.
  if (asOfMs === null) return refuse('NOT_CACHED');
  const found = cardByPanHash(core.cache.db, panHash);
  if (found === null) return refuse('CARD_NOT_FOUND');
  const card = guarded(core, plainCard(found));
  const contract = record(core.cache.db, 'contract', card.contractId);
  if (contract === null) return refuse('NOT_CACHED');
  const known = knownTerms(core, card.cardId);
  const limits = [...(known?.limits ?? [])];
  const rules = [...(known?.rules ?? [])];
  const remainders = [...localRemainders(core, card, core.clock.nowMs())];
  const seenAtMs = cardSeen(core.cache.db, card.cardId)?.asOfMs ?? 0;
  return ok({
    card,
    contract,
    limits,
    rules,
    remainders,
    recentFills: withOwnFills(core, card.cardId, []),
    source: 'local',
    asOfMs: Math.max(asOfMs, seenAtMs),
  });
}
