import type { Pack } from '#domain/authority/pack.ts';
import type { AllowanceCounters } from '#domain/limit/allowance.ts';
import type { Limit } from '#domain/limit/limit.ts';
import type { Measure } from '#domain/limit/measure.ts';
import type { SalePart } from '#domain/sale/sale.ts';

// How packs and parts are written as JSON text, the same on every engine. What is read here was
// written here: the columns' CHECKs hold the outer form, `verify` the rest.

/** A pack as its row. */
export interface PackRow {
  readonly ownerKey: string;
  readonly contractId: string;
  /** JSON list of limits. */
  readonly limits: string;
  /** JSON object: allowance key to [captured, held, leased]. */
  readonly counters: string;
  readonly archivedThroughMs: number | null;
  readonly lastSaleAtMs: number | null;
}

export function packFrom(row: PackRow): Pack {
  const { limits, counters, ...rest } = row;
  return {
    ...rest,
    limits: JSON.parse(limits) as Limit[],
    counters: countersFrom(counters),
  };
}

export function packRow(pack: Pack): PackRow {
  const { ownerKey, contractId, archivedThroughMs, lastSaleAtMs } = pack;
  return {
    ownerKey,
    contractId,
    limits: JSON.stringify(pack.limits),
    counters: countersText(pack.counters),
    archivedThroughMs,
    lastSaleAtMs,
  };
}

export function countersFrom(text: string): ReadonlyMap<string, AllowanceCounters> {
  const entries = Object.entries(JSON.parse(text) as Record<string, [number, number, number]>);
  return new Map(
    entries.map(([key, [captured, held, leased]]) => [key, { captured, held, leased }]),
  );
}

function countersText(counters: ReadonlyMap<string, AllowanceCounters>): string {
  const lists: Record<string, readonly number[]> = {};
  for (const [key, { captured, held, leased }] of counters) lists[key] = [captured, held, leased];
  return JSON.stringify(lists);
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
