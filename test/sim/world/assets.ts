import type { RouteInput } from '#protocol/routes.ts';
import type { Accrual, Payment } from '../checker/evidence.ts';
import type { SimBackend } from './backend.ts';
import type { SeededIds } from './seeded.ts';

/** Vouchers and points of the simulated network, as the office knows them. */

export type IssuedVoucher = RouteInput<'voucher.issue'>['vouchers'][number];

/** One account of each contract. */
export const POINTS_ACCOUNTS = ['member-a', 'member-b'] as const;
const CONTRACT_OF_POINTS = { 'member-a': 'contract-a', 'member-b': 'contract-b' } as const;

const NOMINAL_ML = 10_000;
const PRICE_MINOR_PER_LITRE = 3_000;
const FIRST_VOUCHERS = 3;
/** Of a fill of the time before. */
const FIRST_POINTS = 50;
const FIRST_TERMS = { validTo: '2026-12-31', stationIds: null } as const;

/** What is paid for so many vouchers when they are issued, in minor units. */
export function priceOf(vouchers: readonly IssuedVoucher[]): number {
  return (vouchers.length * NOMINAL_ML * PRICE_MINOR_PER_LITRE) / 1000;
}

/** What the office has issued and credited, and what was asked for at windows. */
export class Assets {
  readonly vouchers: IssuedVoucher[] = [];
  /** Points that were asked to be credited, by their sale. */
  readonly accruals = new Map<string, Accrual>();
  /** Redemptions and refunds, by the id that somebody asked under. */
  readonly asked = new Set<string>();
  #count = 0;

  newVouchers(
    count: number,
    terms: Pick<IssuedVoucher, 'validTo' | 'stationIds'>,
  ): IssuedVoucher[] {
    return Array.from({ length: count }, () => {
      this.#count += 1;
      const what = { nominalMl: NOMINAL_ML, priceMinorPerLitre: PRICE_MINOR_PER_LITRE };
      return { voucherId: `talon-${this.#count}`, productId: 'dt', ...what, ...terms };
    });
  }

  voucher(allowanceKey: string): IssuedVoucher | null {
    return this.vouchers.find(({ voucherId }) => allowanceKey === `voucher/${voucherId}`) ?? null;
  }

  /**
   * Opens the accounts with some points and issues the first vouchers; what was paid for them, by
   * command.
   */
  async open(
    backend: SimBackend,
    { ids, session }: { ids: SeededIds; session: string },
  ): Promise<ReadonlyMap<string, Payment>> {
    for (const pointsAccountId of POINTS_ACCOUNTS) {
      const contractId = CONTRACT_OF_POINTS[pointsAccountId];
      const account = { pointsAccountId, contractId, programmeId: 'bonus' };
      await backend.ask('points.open', { commandId: ids.uuid(), ...account }, session);
      const [saleId, points] = [ids.uuid(), FIRST_POINTS];
      this.accruals.set(saleId, { pointsAccountId, points });
      const credited = { commandId: ids.uuid(), pointsAccountId, saleId, points };
      await backend.ask('points.accrue', credited, session);
    }
    const vouchers = this.newVouchers(FIRST_VOUCHERS, FIRST_TERMS);
    const commandId = ids.uuid();
    const contractId = 'contract-a';
    await backend.ask('voucher.issue', { commandId, contractId, vouchers }, session);
    this.vouchers.push(...vouchers);
    return new Map([[commandId, { contractId, amountMinor: priceOf(vouchers) }]]);
  }
}
