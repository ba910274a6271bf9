import type { LimitScope } from '../limit/limit.ts';
import { shareOf } from '../money/money.ts';
import type { Product } from '../product/product.ts';
import { localDate } from '../time/local-date.ts';

/** What a contract says about prices and captures; kept with it and sent wherever it is sold. */
export interface ContractTerms {
  /** How far above its hold a fill may be captured; null: not at all. */
  readonly captureTolerance: CaptureTolerance | null;
  readonly fees: readonly FeeTerm[];
  readonly discounts: readonly DiscountTerm[];
}

export type CaptureTolerance =
  /** A share of the hold's volume, in basis points. */
  | { readonly by: 'share'; readonly bp: number }
  | { readonly by: 'volume'; readonly volumeMl: number };

/** Local dates of the contract's zone, both included; no end while `untilDate` is null. */
interface Dated {
  readonly fromDate: string;
  readonly untilDate: string | null;
}

/** How a fee is counted: per fill, per litre, or as a share of what the fuel costs. */
export type FeeCharge =
  | { readonly by: 'fill'; readonly amountMinor: number }
  | { readonly by: 'litre'; readonly minorPerLitre: number }
  | { readonly by: 'share'; readonly bp: number };

/** Each fee of a fill is a line of its own, with its name and its VAT (acceptance C3). */
export interface FeeTerm extends Dated {
  readonly feeId: string;
  readonly name: string;
  readonly charge: FeeCharge;
  /** Null: the rate of the fuel it comes with. */
  readonly vatRateBp: number | null;
}

export interface DiscountTerm extends Dated {
  readonly discountId: string;
  readonly scopeKind: LimitScope;
  /** Product group or product id; null when the scope is everything. */
  readonly scopeId: string | null;
  readonly reduction:
    | { readonly by: 'litre'; readonly minorPerLitre: number }
    | { readonly by: 'share'; readonly bp: number };
}

/** A contract without fees, discounts and tolerance. */
export const NO_TERMS: ContractTerms = { captureTolerance: null, fees: [], discounts: [] };

/** The most that a fill may be captured above a hold of this volume, in millilitres. */
export function toleranceMl(tolerance: CaptureTolerance | null, holdVolumeMl: number): number {
  if (tolerance === null) return 0;
  if (tolerance.by === 'volume') return tolerance.volumeMl;
  return Number((BigInt(holdVolumeMl) * BigInt(tolerance.bp)) / 10_000n);
}

/**
 * The field that makes terms no terms, or null: a scope that names nothing, or two fees under one
 * id on the same day, of which the books could keep one.
 */
export function contractTermsFault({ fees, discounts }: ContractTerms): string | null {
  const isNameless = ({ scopeKind, scopeId }: DiscountTerm): boolean =>
    (scopeKind === 'all') !== (scopeId === null);
  if (discounts.some(isNameless)) return 'discounts.scopeId';
  const isTwice = fees.some((fee, index) => {
    return fees.slice(index + 1).some((next) => next.feeId === fee.feeId && meet(fee, next));
  });
  return isTwice ? 'fees.feeId' : null;
}

/** Whether there is a day on which both hold. */
function meet(one: Dated, other: Dated): boolean {
  const begins = ({ fromDate }: Dated, { untilDate }: Dated): boolean =>
    untilDate === null || fromDate <= untilDate;
  return begins(one, other) && begins(other, one);
}

/** The terms that hold for one product at one instant, in the contract's zone. */
export interface TermsQuestion {
  readonly terms: ContractTerms;
  readonly product: Product;
  readonly listPriceMinorPerLitre: number;
  readonly atMs: number;
  readonly zone: string;
}

/**
 * What a litre costs less than on the list. Discounts are not added up: of those that hold the one
 * that is best for the client counts.
 * @returns minor units per litre, at most the list price
 */
export function discountPerLitre(question: TermsQuestion): number {
  const { terms, product, listPriceMinorPerLitre: listPrice } = question;
  const reductions = inForce(terms.discounts, question)
    .filter((discount) => covers(discount, product))
    .map(({ reduction }) =>
      reduction.by === 'litre' ? reduction.minorPerLitre : shareOf(listPrice, reduction.bp),
    );
  return Math.min(listPrice, Math.max(0, ...reductions));
}

/** The fees that hold on the day of the fill. */
export function feesInForce(question: TermsQuestion): readonly FeeTerm[] {
  return inForce(question.terms.fees, question);
}

function inForce<T extends Dated>(
  terms: readonly T[],
  { atMs, zone }: Pick<TermsQuestion, 'atMs' | 'zone'>,
): readonly T[] {
  // Most contracts have none: no date is worked out for them.
  if (terms.length === 0) return terms;
  const today = localDate(atMs, zone);
  return terms.filter(({ fromDate, untilDate }) => {
    return fromDate <= today && (untilDate === null || today <= untilDate);
  });
}

function covers({ scopeKind, scopeId }: DiscountTerm, product: Product): boolean {
  if (scopeKind === 'all') return true;
  return scopeId === (scopeKind === 'group' ? product.groupId : product.productId);
}
