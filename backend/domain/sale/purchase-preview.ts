import { remainderOf, type Remainder } from '../limit/remainder.ts';
import type { Quantity } from '../limit/measure.ts';
import type { Params } from '../result.ts';
import { ceilingsOf, counts, decideAuthorize, type AuthorizeQuestion } from './authorize.ts';
import { largestPassable } from './passable.ts';

/** «Can this purchase pass?»: the decision, explained, without making it (acceptance §4.9). */
export interface PurchasePreview {
  readonly passes: boolean;
  /** Why not; null when it passes. */
  readonly code: string | null;
  /** The deciding rule as a refusal names it. */
  readonly params: Params;
  /** What would be given; null when nothing would. */
  readonly given: Quantity | null;
  /** The largest fill that would pass now; null where no price is in force. */
  readonly largest: { readonly volumeMl: number; readonly amountMinor: number } | null;
  readonly priceMinorPerLitre: number | null;
  /** Ids of limits that would let it pass above their amount. */
  readonly alerts: readonly string[];
  /** What is left of every limit that counts it, and of the contract's money. */
  readonly remainders: readonly Remainder[];
}

/**
 * The same decision as an authorization's, made of nothing: no hold, no counter, no PIN try. The
 * PIN is taken for right, because nobody has typed one.
 */
export function previewPurchase(question: AuthorizeQuestion): PurchasePreview {
  const asked = { ...question, pin: 'right' } as const;
  const decided = decideAuthorize(asked);
  const { tariff, allowances, available, atMs, contract, product } = question;
  const { zone } = contract;
  const counted = allowances.filter((one) => counts(one, { product, atMs, zone }));
  const ceilings = ceilingsOf(question.card, question.rules);
  const largest =
    tariff === null
      ? null
      : largestPassable({ rates: tariff, ceilings, allowances: counted, available });
  const remainders = counted.map((allowance) =>
    remainderOf({ allowance, left: available(allowance), atMs, zone }),
  );
  return {
    passes: decided.ok,
    code: decided.ok ? null : decided.code,
    params: decided.ok ? {} : decided.params,
    given: decided.ok ? decided.value.quantity : null,
    largest: largest && { volumeMl: largest.volumeMl, amountMinor: largest.amountMinor },
    priceMinorPerLitre: tariff?.priceMinorPerLitre ?? null,
    alerts: decided.ok ? decided.value.alerts.map(({ limitId }) => limitId) : [],
    remainders,
  };
}
