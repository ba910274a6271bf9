import { assetContractId, assetKey, type Asset } from '#domain/authority/asset/asset.ts';
import { ownerParts, type Pack } from '#domain/authority/pack.ts';
import type { KeptRules } from '#domain/card/planned-rules.ts';
import { NO_RULES } from '#domain/card/purchase-rules.ts';
import type { AllowanceCounters } from '#domain/limit/allowance.ts';
import { PLAIN_TERMS, type Limit } from '#domain/limit/limit.ts';
import type { Measure } from '#domain/limit/measure.ts';
import type { LimitAlert } from '#domain/sale/limit-alert.ts';
import type { SaleLine } from '#domain/sale/sale-line.ts';
import type { Sale, SalePart } from '#domain/sale/sale.ts';
import { linesFor, plainTariff } from '#domain/sale/tariff.ts';

// How packs and parts are written as JSON text, the same on every engine. What is read here was
// written here: the columns' CHECKs hold the outer form, `verify` the rest.

/** A pack as its row. */
export interface PackRow {
  readonly ownerKey: string;
  readonly contractId: string;
  /** JSON list of limits. */
  readonly limits: string;
  /** JSON object; null where the owner has no rules. */
  readonly rules: string | null;
  /** JSON object: allowance key to [captured, held, leased]. */
  readonly counters: string;
  readonly archivedThroughMs: number | null;
  readonly lastSaleAtMs: number | null;
}

export function packFrom(row: PackRow): Pack {
  const { ownerKey, contractId, rules, counters, archivedThroughMs, lastSaleAtMs } = row;
  return {
    ownerKey,
    contractId,
    archivedThroughMs,
    lastSaleAtMs,
    limits: limitsFrom(row),
    rules: rules === null ? null : { ...NO_RULES, ...(JSON.parse(rules) as Partial<KeptRules>) },
    counters: countersFrom(counters),
  };
}

export function packRow(pack: Pack): PackRow {
  const { ownerKey, contractId, archivedThroughMs, lastSaleAtMs } = pack;
  return {
    ownerKey,
    contractId,
    limits: limitsText(pack.limits),
    rules: pack.rules === null ? null : JSON.stringify(pack.rules),
    counters: countersText(pack.counters),
    archivedThroughMs,
    lastSaleAtMs,
  };
}

/** What most limits say; only what differs is written. */
const PLAIN_LIMIT = {
  ...PLAIN_TERMS,
  scopeKind: 'all',
  scopeId: null,
} as const;
const PLAIN_TEXTS = new Map(
  Object.entries(PLAIN_LIMIT).map(([name, value]) => [name, JSON.stringify(value)]),
);

function limitsFrom({ ownerKey, limits: text }: PackRow): readonly Limit[] {
  const { kind: subjectKind, id: subjectId } = ownerParts(ownerKey);
  const stored = JSON.parse(text) as Partial<Limit>[];
  // Written by `limitsText`, which leaves out only what is put back here.
  return stored.map((one) => ({ ...PLAIN_LIMIT, subjectKind, subjectId, ...one }) as Limit);
}

function limitsText(limits: readonly Limit[]): string {
  return JSON.stringify(limits.map(written));
}

function written({ subjectKind: _kind, subjectId: _id, ...limit }: Limit): Partial<Limit> {
  const differs = ([name, value]: [string, unknown]): boolean => {
    return PLAIN_TEXTS.get(name) !== JSON.stringify(value);
  };
  return Object.fromEntries(Object.entries(limit).filter(differs));
}

export function countersFrom(text: string): ReadonlyMap<string, AllowanceCounters> {
  const lists = JSON.parse(text) as Record<string, [number, number, number]>;
  const counters = new Map<string, AllowanceCounters>();
  for (const [key, [captured, held, leased]] of Object.entries(lists)) {
    counters.set(key, { captured, held, leased });
  }
  return counters;
}

/** Put together by hand: an object with these keys would have a shape of its own for each owner. */
export function countersText(counters: ReadonlyMap<string, AllowanceCounters>): string {
  let text = '';
  for (const [key, { captured, held, leased }] of counters) {
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:[${captured},${held},${leased}]`;
  }
  return `{${text}}`;
}

type PartList = readonly [
  allowanceKey: string,
  measure: Measure,
  held: number,
  lease: string | null,
];

export function partsFrom(text: string): readonly SalePart[] {
  return (JSON.parse(text) as PartList[]).map(([allowanceKey, measure, held, leaseId]) => {
    return { allowanceKey, measure, held, leaseId };
  });
}

export function partsText(parts: readonly SalePart[]): string {
  return JSON.stringify(
    parts.map(({ allowanceKey, measure, held, leaseId }): PartList => {
      return [allowanceKey, measure, held, leaseId];
    }),
  );
}

/**
 * The lines of a sale as text; null where they are the fuel alone at its list price, which the
 * other columns of the row say already.
 */
export function linesText({ lines }: Sale): string | null {
  const [fuel] = lines;
  const isPlain = lines.length === 1 && fuel?.kind === 'fuel' && fuel.discountMinor === 0;
  const isListed = isPlain && fuel.listPriceMinorPerLitre === fuel.priceMinorPerLitre;
  return isListed ? null : JSON.stringify(lines);
}

type LineSource = Pick<
  Sale,
  'productId' | 'priceMinorPerLitre' | 'vatRateBp' | 'state' | 'volumeMl' | 'holdVolumeMl'
>;

/** The inverse of `linesText`: what is not written follows from the other columns. */
export function linesFrom(text: string | null, sale: LineSource): readonly SaleLine[] {
  if (text !== null) return JSON.parse(text) as SaleLine[];
  const { productId, priceMinorPerLitre, vatRateBp } = sale;
  const volumeMl = sale.state === 'captured' ? sale.volumeMl : sale.holdVolumeMl;
  return linesFor(plainTariff(productId, priceMinorPerLitre, vatRateBp), volumeMl);
}

/** The limits that a sale went above; null where there are none, as with nearly every sale. */
export function alertsText({ alerts }: Pick<Sale, 'alerts'>): string | null {
  return alerts.length === 0 ? null : JSON.stringify(alerts);
}

export function alertsFrom(text: string | null): readonly LimitAlert[] {
  return text === null ? [] : (JSON.parse(text) as LimitAlert[]);
}

/** An asset as it is kept. */
export interface AssetRow {
  readonly assetKey: string;
  readonly contractId: string;
  readonly kind: Asset['kind'];
  readonly body: string;
}

export function assetRow(asset: Asset): AssetRow {
  const { kind } = asset;
  const body = JSON.stringify(asset);
  return { assetKey: assetKey(asset), contractId: assetContractId(asset), kind, body };
}

export function assetFrom({ body }: Pick<AssetRow, 'body'>): Asset {
  // Written by `assetRow` and by nobody else.
  return JSON.parse(body) as Asset;
}
