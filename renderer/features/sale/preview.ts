import { limitCovers, PLAIN_TERMS, type Limit } from '#domain/limit/limit.ts';
import type { Allowance } from '#domain/limit/allowance.ts';
import { amountOf, volumeFor } from '#domain/money/money.ts';
import type { Product } from '#domain/product/product.ts';
import { ceilingsOf, type Ask } from '#domain/sale/authorize.ts';
import { largestPassable } from '#domain/sale/passable.ts';
import type { CardRecord, RemainderRecord } from '#protocol/records.ts';

/** What a fill would be before it is asked for: the operator sees it while he types (C5). */
export interface FillPreview {
  readonly volumeMl: number;
  readonly amountMinor: number;
  /** The largest fill that would pass by what is known here now. */
  readonly largestVolumeMl: number;
  readonly largestAmountMinor: number;
  /** True when more is asked for than would pass; the authority has the last word. */
  readonly tooMuch: boolean;
}

export interface PreviewQuestion {
  readonly card: CardRecord;
  readonly product: Product;
  readonly priceMinorPerLitre: number;
  readonly remainders: readonly RemainderRecord[];
  readonly ask: Ask;
}

/** Applies the domain's own rules to the remainders that the desk shows. */
export function previewFill(question: PreviewQuestion): FillPreview {
  const { card, product, priceMinorPerLitre, remainders, ask } = question;
  const lefts = new Map(remainders.map((one) => [one.allowanceKey, one.left]));
  const allowances = countedRemainders(remainders, product).map(asAllowance);
  const largest = largestPassable({
    rates: { priceMinorPerLitre, fees: [] },
    ceilings: ceilingsOf(card),
    allowances,
    available: (allowance) => lefts.get(allowance.key) ?? 0,
  });
  const asked = askedFill(ask, priceMinorPerLitre, largest.volumeMl);
  const left = { largestVolumeMl: largest.volumeMl, largestAmountMinor: largest.amountMinor };
  return { ...asked, ...left, tooMuch: asked.volumeMl > largest.volumeMl };
}

/** The remainders that a fill of this product takes from; the screen shows the others quietly. */
export function countedRemainders(
  remainders: readonly RemainderRecord[],
  product: Product,
): readonly RemainderRecord[] {
  return remainders.filter(
    (one) => one.limitId === null || (one.countsNow && limitCovers(limitOf(one), product)),
  );
}

function askedFill(
  ask: Ask,
  priceMinorPerLitre: number,
  largestMl: number,
): { readonly volumeMl: number; readonly amountMinor: number } {
  if (ask.by === 'money') {
    const { amountMinor } = ask;
    return { volumeMl: volumeFor(amountMinor, priceMinorPerLitre), amountMinor };
  }
  const volumeMl = ask.by === 'full' ? largestMl : ask.volumeMl;
  return { volumeMl, amountMinor: amountOf(priceMinorPerLitre, volumeMl) };
}

function asAllowance(remainder: RemainderRecord): Allowance {
  const { allowanceKey, measure, limitId, total, used } = remainder;
  return {
    key: allowanceKey,
    measure,
    limit: limitId === null ? null : limitOf(remainder),
    window: null,
    amount: total,
    counters: { captured: used, held: 0, leased: 0 },
  };
}

function limitOf(remainder: RemainderRecord): Limit {
  return {
    ...PLAIN_TERMS,
    action: remainder.action,
    limitId: remainder.limitId ?? '',
    subjectKind: remainder.owner,
    subjectId: '',
    scopeKind: remainder.scopeKind,
    scopeId: remainder.scopeId,
    measure: remainder.measure,
    amount: remainder.total,
    period: remainder.period ?? 'once',
  };
}
