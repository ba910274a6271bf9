import { NEW_CARD } from '#domain/card/card.ts';
import { maskPan } from '#domain/card/pan.ts';
import type { MemberCardRules } from '#domain/identity/programme.ts';
import { numberOfRange } from '#domain/member/member-pan.ts';
import type { CardRecord } from '#protocol/records.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Service } from '../service.ts';
import type { MemberCard } from './member-rows.ts';

/** How many numbers are drawn for one card before the range counts as used up. */
export const DRAWS_MAX = 32;

/** A virtual card with a number that may still be somebody's. */
export interface DrawnCard {
  readonly card: CardRecord;
  readonly pan: string;
  readonly panHash: string;
}

interface Draw {
  readonly cardId: string;
  readonly contractId: string;
  /** The digits that the range begins with. */
  readonly range: string;
  readonly rules: MemberCardRules;
  /** 0, 1, 2… while the number drawn before was taken. */
  readonly draw: number;
}

/**
 * Draws a virtual card (row R-16). Its number follows from its id under a key that never leaves the
 * backend: nobody foretells it, it is kept nowhere, and its owner can be shown it again.
 */
export async function drawVirtualCard(
  service: Service,
  { contractId, ...drawing }: Draw,
): Promise<DrawnCard> {
  const { keys } = await networkOf(service);
  const pan = drawnNumber(service, keys.pinKey, drawing);
  const card: CardRecord = {
    ...NEW_CARD,
    cardId: drawing.cardId,
    contractId,
    panMasked: maskPan(pan),
    offlinePolicy: 'never',
  };
  return { card, pan, panHash: service.digests.hmac(keys.panKey, pan) };
}

/**
 * The whole number of a member's virtual card, for its owner's eyes; null for a plastic one, on
 * which it stands, and where the programme's numbers have another form since.
 */
export async function numberOfVirtual(
  service: Service,
  { cardId, panHash, virtualRange: range }: MemberCard,
  rules: MemberCardRules,
): Promise<string | null> {
  if (range === null || range.length >= rules.panDigits) return null;
  const { keys } = await networkOf(service);
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const pan = drawnNumber(service, keys.pinKey, { cardId, range, rules, draw });
    if (service.digests.hmac(keys.panKey, pan) === panHash) return pan;
  }
  return null;
}

function drawnNumber(
  { digests }: Service,
  secretKey: string,
  { cardId, range, rules, draw }: Omit<Draw, 'contractId'>,
): string {
  return numberOfRange(range, digests.hmac(secretKey, `virtual card ${cardId} ${draw}`), rules);
}
