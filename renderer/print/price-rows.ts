import type { SaleLine } from '#domain/sale/sale-line.ts';

export interface PriceRow {
  readonly key: string;
  readonly kind: 'fuel' | 'list' | 'discount' | 'fee';
  /** A fee's own name. */
  readonly name: string | null;
  /** Minor units; a discount is negative. */
  readonly amountMinor: number;
}

/**
 * What a fill is made of, each on a line of its own: the fuel at its list price, the discount, each
 * fee (acceptance C3). A fill without discount and fees is its total and needs no rows.
 */
export function priceRows(lines: readonly SaleLine[]): readonly PriceRow[] {
  const rows = lines.flatMap((line): PriceRow[] => {
    if (line.kind === 'fee') {
      const { feeId, name, amountMinor } = line;
      return [{ key: `fee ${feeId}`, kind: 'fee', name, amountMinor }];
    }
    const { amountMinor, discountMinor } = line;
    const unnamed = { name: null } as const;
    if (discountMinor === 0) return [{ ...unnamed, key: 'fuel', kind: 'fuel', amountMinor }];
    const listMinor = amountMinor + discountMinor;
    return [
      { ...unnamed, key: 'list', kind: 'list', amountMinor: listMinor },
      { ...unnamed, key: 'discount', kind: 'discount', amountMinor: -discountMinor },
    ];
  });
  return rows.length > 1 ? rows : [];
}
