import type { Measure } from '../limit/measure.ts';
import type { Currency } from '../money/money.ts';

/** On what a workstation has something out; a card's limits and its contract's money are two. */
export const exposureKinds = ['money', 'limit', 'points', 'voucher'] as const;
export type ExposureKind = (typeof exposureKinds)[number];

/** What one workstation has out on one owner, in the unit of the measure. */
export interface ExposureLine {
  readonly kind: ExposureKind;
  readonly measure: Measure;
  readonly currency: Currency;
  readonly workstationName: string;
  readonly stationName: string;
  /** The card's masked number, the points account or the voucher; empty for a whole contract. */
  readonly title: string;
  readonly contractNumber: string;
  readonly clientName: string;
  readonly leased: number;
  readonly unreported: number;
  readonly lost: number;
}

export interface ExposureTotal extends Pick<
  ExposureLine,
  'kind' | 'measure' | 'currency' | 'leased' | 'unreported' | 'lost'
> {
  readonly lineCount: number;
}

/**
 * Sums by kind, measure and currency, never over kinds: an offline sale needs a lease on each limit
 * and on the money, so their sums bound the same sales and are not added (architecture §7).
 */
export function exposureTotals(lines: readonly ExposureLine[]): readonly ExposureTotal[] {
  const totals = new Map<string, ExposureTotal>();
  for (const { kind, measure, currency, leased, unreported, lost } of lines) {
    const key = `${exposureKinds.indexOf(kind)} ${measure} ${measure === 'money' ? currency : ''}`;
    const sum = totals.get(key);
    totals.set(key, {
      kind,
      measure,
      currency,
      leased: (sum?.leased ?? 0) + leased,
      unreported: (sum?.unreported ?? 0) + unreported,
      lost: (sum?.lost ?? 0) + lost,
      lineCount: (sum?.lineCount ?? 0) + 1,
    });
  }
  return [...totals].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}

/** True where each word of the search is in a name of the line, whatever its case. */
export function exposureFound(line: ExposureLine, search: string): boolean {
  const { workstationName, stationName, title, contractNumber, clientName } = line;
  const names = [workstationName, stationName, title, contractNumber, clientName];
  const text = names.join(' ').toLocaleLowerCase();
  const words = search.toLocaleLowerCase().split(/\s+/u);
  return words.every((word) => text.includes(word));
}
