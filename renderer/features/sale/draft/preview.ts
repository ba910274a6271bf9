import type { Contract } from '#domain/contract/contract.ts';
import { limitCovers, PLAIN_TERMS, type Limit } from '#domain/limit/limit.ts';
import type { Allowance } from '#domain/limit/allowance.ts';
import type { OwnedRules } from '#domain/card/purchase-rules.ts';
import { isCountry, vatRateBp } from '#domain/money/vat.ts';
import type { Product } from '#domain/product/product.ts';
import { ceilingsOf, PUMP_MAX_ML, type Ask } from '#domain/sale/authorize.ts';
import { largestPassable } from '#domain/sale/passable.ts';
import { lineTotals, type SaleLine } from '#domain/sale/sale-line.ts';
import { linesFor, tariffOf, volumeWithin, type Tariff } from '#domain/sale/tariff.ts';
import type { CardRecord, RemainderRecord, StationRecord } from '#protocol/records.ts';

/** What a fill would be before it is asked for: the operator sees it while he types (C5). */
export interface FillPreview {
  readonly volumeMl: number;
  /** With discount and every fee. */
  readonly amountMinor: number;
  /** Fuel and each fee, as they will stand on the slip (C3). */
  readonly lines: readonly SaleLine[];
  /** The largest fill that would pass by what is known here now. */
  readonly largestVolumeMl: number;
  readonly largestAmountMinor: number;
  /** True when more is asked for than would pass; the authority has the last word. */
  readonly tooMuch: boolean;
}

export interface PreviewQuestion {
  readonly card: CardRecord;
  readonly rules: readonly OwnedRules[];
  readonly product: Product;
  readonly tariff: Tariff;
  readonly remainders: readonly RemainderRecord[];
  readonly ask: Ask;
}

/** Applies the domain's own rules to the remainders that the desk shows. */
export function previewFill(question: PreviewQuestion): FillPreview {
  const { card, rules, product, tariff, remainders, ask } = question;
  const lefts = new Map(remainders.map((one) => [one.allowanceKey, one.left]));
  const allowances = countedRemainders(remainders, product).map(asAllowance);
  const largest = largestPassable({
    rates: tariff,
    ceilings: ceilingsOf(card, rules),
    allowances,
    available: (allowance) => lefts.get(allowance.key) ?? 0,
  });
  const volumeMl = askedVolumeMl(ask, tariff, largest.volumeMl);
  const lines = linesFor(tariff, volumeMl);
  return {
    volumeMl,
    lines,
    amountMinor: lineTotals(lines).amountMinor,
    largestVolumeMl: largest.volumeMl,
    largestAmountMinor: largest.amountMinor,
    tooMuch: volumeMl > largest.volumeMl,
  };
}

interface DeskPlace {
  readonly contract: Pick<Contract, 'terms' | 'zone'>;
  readonly station: Pick<StationRecord, 'country' | 'zone'>;
  readonly atMs: number;
}

/** The list price of this station under the contract's discounts and fees of this instant. */
export function deskTariff(
  product: Product,
  listPriceMinorPerLitre: number,
  { contract, station, atMs }: DeskPlace,
): Tariff {
  const { terms, zone } = contract;
  const { country } = station;
  const rateBp = isCountry(country) ? vatRateBp(country, atMs, station.zone) : 0;
  return tariffOf({ product, listPriceMinorPerLitre, vatRateBp: rateBp, terms, atMs, zone });
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

function askedVolumeMl(ask: Ask, tariff: Tariff, largestMl: number): number {
  if (ask.by === 'full') return largestMl;
  if (ask.by === 'volume') return ask.volumeMl;
  return volumeWithin(tariff, ask.amountMinor, PUMP_MAX_ML + 1);
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
