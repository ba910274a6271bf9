import { free, type Allowance } from '../limit/allowance.ts';
import type { Limit } from '../limit/limit.ts';
import { inMeasure } from '../limit/measure.ts';
import { onlyAlerts } from './passable.ts';

/**
 * A limit that let a fill pass above its amount and wants it known (row X-15), with its words as
 * they were then: the limit may be another one by the time somebody looks.
 */
export interface LimitAlert extends Pick<
  Limit,
  'limitId' | 'subjectKind' | 'measure' | 'period' | 'amount'
> {
  readonly allowanceKey: string;
  /** How far the fill goes above what was left, in the unit of the measure. */
  readonly above: number;
}

/** What an allowance has to give for a fill. */
export interface AllowanceNeed {
  readonly allowance: Allowance;
  readonly need: number;
}

/** The limits that a fill goes above where each has to give that much of what is available. */
export function alertsOf(
  needs: readonly AllowanceNeed[],
  available: (allowance: Allowance) => number,
): readonly LimitAlert[] {
  return needs.flatMap(({ allowance, need }): LimitAlert[] => {
    const { limit, key: allowanceKey } = allowance;
    const above = need - available(allowance);
    if (limit === null || !onlyAlerts(allowance) || above <= 0) return [];
    const { limitId, subjectKind, measure, period, amount } = limit;
    return [{ limitId, subjectKind, measure, period, amount, allowanceKey, above }];
  });
}

interface UnleasedPart {
  readonly allowanceKey: string;
  readonly held: number;
  readonly leaseId: string | null;
}

/**
 * The same for a hold that was given already, as the authority sees it: what a lease pays for was
 * set aside before, so only the rest can be too much.
 */
export function alertsOfParts(
  parts: readonly UnleasedPart[],
  allowances: readonly Allowance[],
): readonly LimitAlert[] {
  const needs = allowances.filter(onlyAlerts).map((allowance): AllowanceNeed => {
    const own = parts.filter((part) => part.allowanceKey === allowance.key);
    const unpaid = own.filter(({ leaseId }) => leaseId === null);
    return { allowance, need: unpaid.reduce((sum, { held }) => sum + held, 0) };
  });
  return alertsOf(needs, free);
}

/** What a sale says about the alerts of its hold and about how much was held and taken. */
interface AlertedSale {
  readonly alerts: readonly LimitAlert[];
  readonly holdAmountMinor: number;
  readonly holdVolumeMl: number;
  readonly amountMinor: number;
  readonly volumeMl: number;
}

/**
 * Of the limits that a hold went above those that its capture went above: it may have ended below
 * one, and above its hold it goes further.
 */
export function alertsOfCaptured(sale: AlertedSale): readonly LimitAlert[] {
  const hold = { amountMinor: sale.holdAmountMinor, volumeMl: sale.holdVolumeMl, count: 1 };
  const taken = { amountMinor: sale.amountMinor, volumeMl: sale.volumeMl, count: 1 };
  return sale.alerts.flatMap((alert) => {
    const above = alert.above - inMeasure(hold, alert.measure) + inMeasure(taken, alert.measure);
    return above > 0 ? [{ ...alert, above }] : [];
  });
}

interface Beyond {
  readonly allowanceKey: string;
  /** What the capture takes that its hold did not reserve, in the unit of the measure. */
  readonly quantity: number;
}

/**
 * The limits that a capture alone goes above: its hold was within them, and what nobody reserved
 * is more than they have left.
 *
 * @param hold the alerts of the hold
 * @param allowances as they are before the capture
 */
export function alertsBeyondHold(
  hold: readonly LimitAlert[],
  beyond: readonly Beyond[],
  allowances: readonly Allowance[],
): readonly LimitAlert[] {
  const told = new Set(hold.map(({ allowanceKey }) => allowanceKey));
  const needs = allowances.map((allowance): AllowanceNeed => {
    const own = beyond.find(({ allowanceKey }) => allowanceKey === allowance.key);
    return { allowance, need: own === undefined || told.has(allowance.key) ? 0 : own.quantity };
  });
  return alertsOf(needs, free);
}
