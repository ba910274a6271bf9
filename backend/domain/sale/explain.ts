// Why a purchase does not pass, in the words of acceptance §4.6: the deciding rule, whose it is,
// the limit, what is used, what is left, when it renews, who can lift it, and the largest fill that
// would pass now.

import type { Card } from '../card/card.ts';
import type { ListStop, LongestPause, OwnedRules } from '../card/purchase-rules.ts';
import type { Contract } from '../contract/contract.ts';
import { used, type Allowance } from '../limit/allowance.ts';
import type { Measure } from '../limit/measure.ts';
import type { Params } from '../result.ts';
import { periodParts } from '../time/window.ts';
import type { Ceiling, Deciding, Passable } from './passable.ts';

/**
 * Who can make such a purchase pass: the client by his own rules and money, the network's staff, or
 * nobody.
 */
export type Lifter = 'client' | 'staff' | 'nobody';

export type AmountRefusal =
  | 'TRANSACTION_MAX_EXCEEDED'
  | 'TANK_CAPACITY_EXCEEDED'
  | 'PUMP_MAX_EXCEEDED'
  | 'LIMIT_EXCEEDED'
  | 'INSUFFICIENT_FUNDS';

const UNIT_SUFFIX: Readonly<Record<Measure, string>> = {
  money: 'Minor',
  volume: 'Ml',
  count: 'Count',
};

/** Parameters of a card's state: why it stands so, and who can lift that (row C2). */
export function cardParams(card: Card): Params {
  const byClient = card.state === 'blocked' && card.blockReason === 'client';
  const liftedBy: Lifter = byClient ? 'client' : card.state === 'closed' ? 'nobody' : 'staff';
  return { rule: 'card-state', owner: 'card', cause: card.blockReason ?? card.state, liftedBy };
}

/** Parameters of a contract that cannot pay now: its state, and who can lift that (row C2). */
export function contractParams({ state }: Contract): Params {
  return { rule: 'contract-state', owner: 'contract', cause: state, liftedBy: 'staff' };
}

/** Parameters of a list that stops a purchase. */
export function listParams({ list, owned }: ListStop): Params {
  return { rule: list, ...ownerParams(owned), liftedBy: 'client' };
}

/** Parameters of a pause that is not over; `nextAtMs` is the first instant that would pass. */
export function pauseParams({ owned, pauseMs }: LongestPause, lastSaleAtMs: number): Params {
  const nextAtMs = lastSaleAtMs + pauseMs;
  return { rule: 'pause', ...ownerParams(owned), pauseMs, nextAtMs, liftedBy: 'client' };
}

function ownerParams({ ownerKind, ownerId }: Omit<OwnedRules, 'rules'>): Params {
  return { owner: ownerKind, ownerId };
}

/** Code and parameters of a fill that asks for more than passes. */
export function amountRefusal(
  passable: Passable,
  available: (allowance: Allowance) => number,
): [AmountRefusal, Params] {
  const { deciding } = passable;
  const largest: Params = {
    largestVolumeMl: passable.volumeMl,
    largestAmountMinor: passable.amountMinor,
  };
  if (deciding.kind !== 'allowance') {
    return [CEILING_CODES[deciding.kind], { ...largest, ...ceilingParams(deciding) }];
  }
  const params = { ...largest, ...allowanceParams(deciding.allowance, available) };
  return [deciding.allowance.limit === null ? 'INSUFFICIENT_FUNDS' : 'LIMIT_EXCEEDED', params];
}

type CeilingDeciding = Exclude<Deciding, { readonly kind: 'allowance' }>;

const CEILING_CODES = {
  'transaction-max': 'TRANSACTION_MAX_EXCEEDED',
  tank: 'TANK_CAPACITY_EXCEEDED',
  pump: 'PUMP_MAX_EXCEEDED',
} as const satisfies Record<CeilingDeciding['kind'], AmountRefusal>;

function ceilingParams(deciding: CeilingDeciding): Params {
  if (deciding.kind === 'pump') return { rule: 'pump', owner: 'network', liftedBy: 'nobody' };
  const { value, owner, measure }: Ceiling = deciding.ceiling;
  const total = { [`total${UNIT_SUFFIX[measure]}`]: value };
  return { rule: deciding.kind, owner, measure, ...total, liftedBy: 'client' };
}

/**
 * Limit, used, left, owner and next reset of an allowance as refusal parameters; the name's end
 * tells the unit.
 */
export function allowanceParams(
  allowance: Allowance,
  available: (allowance: Allowance) => number,
): Params {
  const unit = UNIT_SUFFIX[allowance.measure];
  const { limit, window } = allowance;
  const parts = limit === null ? null : periodParts(limit.period);
  return {
    rule: limit === null ? 'money' : 'limit',
    limitId: limit?.limitId ?? null,
    owner: limit?.subjectKind ?? 'contract',
    scope: limit?.scopeKind ?? 'all',
    scopeId: limit?.scopeId ?? null,
    measure: allowance.measure,
    period: parts?.kind ?? null,
    periodDays: parts?.days ?? null,
    [`total${unit}`]: allowance.amount,
    [`used${unit}`]: used(allowance.counters),
    [`left${unit}`]: available(allowance),
    // What workstations hold for their sales without the link: it may sit at another station.
    [`leased${unit}`]: allowance.counters.leased,
    nextResetAtMs: window?.endsAtMs ?? null,
    liftedBy: 'client',
  };
}
