import { v7 as uuid } from 'uuid';
import { PLAIN_TERMS, type Limit } from '#domain/limit/limit.ts';
import type { RouteInput } from '#protocol/routes.ts';

/** No run comes near them: every limit is counted, none refuses. */
const PLENTY_ML = 500_000_000;
const PLENTY_MINOR = 900_000_000_000;
const PLENTY_COUNT = 900_000_000;

type Counted = Pick<Limit, 'measure' | 'amount' | 'period' | 'scopeKind' | 'scopeId'>;

function limit(subject: Pick<Limit, 'subjectKind' | 'subjectId'>, counted: Counted) {
  return { commandId: uuid(), limit: { limitId: uuid(), ...PLAIN_TERMS, ...subject, ...counted } };
}

const all = { scopeKind: 'all', scopeId: null } as const;

/** Four of the six limits that every measured sale has to pass: those of its card. */
export function cardLimits(cardId: string, productId: string): RouteInput<'limit.set'>[] {
  const card = { subjectKind: 'card', subjectId: cardId } as const;
  const product = { scopeKind: 'product', scopeId: productId } as const;
  return [
    limit(card, { ...all, measure: 'volume', amount: PLENTY_ML, period: 'day' }),
    limit(card, { ...all, measure: 'count', amount: PLENTY_COUNT, period: 'day' }),
    limit(card, { ...all, measure: 'money', amount: PLENTY_MINOR, period: 'month' }),
    limit(card, { ...product, measure: 'volume', amount: PLENTY_ML, period: 'month' }),
  ];
}

/** The other two: those of its contract. The contract's money is a seventh allowance. */
export function contractLimits(contractId: string): RouteInput<'limit.set'>[] {
  const contract = { subjectKind: 'contract', subjectId: contractId } as const;
  return [
    limit(contract, { ...all, measure: 'volume', amount: PLENTY_ML, period: 'week' }),
    limit(contract, { ...all, measure: 'money', amount: PLENTY_MINOR, period: 'month' }),
  ];
}
