import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VOUCHER_REPORT_MS } from '#domain/lease/lost-lease.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { TestWorkstation } from '#test/support/backend/test-workstation.ts';

const TALON = 'voucher/talon-1';

let network: SmallNetwork;
let lost: TestWorkstation;
beforeEach(async () => {
  network = await startSmallNetwork();
  const { url, stationId, administrator, manager, backend } = network;
  const talon = { voucherId: 'talon-1', productId: 'dt', nominalMl: 20_000, stationIds: null };
  const vouchers = [{ ...talon, priceMinorPerLitre: 6_000, validTo: '2030-12-31' }];
  const issue = { commandId: uuid(), contractId: 'client-1', vouchers };
  await call(url, 'voucher.issue', issue, { session: manager });
  const wanted = { commandId: uuid(), stationId };
  const { code } = await call(url, 'workstation.code', wanted, { session: administrator });
  lost = await TestWorkstation.join(url, code, backend.clock.nowMs(), 'Desk 2');
});
afterEach(() => network.backend.stop());

/** At the desk that is still there. */
async function redeem(): Promise<string> {
  const { url, workstation, backend } = network;
  await workstation.openSession(backend.clock.nowMs());
  const session = await signIn(url, 'till', workstation);
  const what = { redemptionId: uuid(), allowanceKey: TALON, quantity: 1, productId: null };
  return outcomeOf(
    await callRaw(url, 'asset.redeem', what, { bearer: workstation.bearer, session }),
  );
}

interface Lying {
  readonly leaseId: string;
  readonly endsAtMs: number;
}

/** The voucher lies at the other desk, which is declared lost. */
async function losesVoucher(): Promise<Lying> {
  const { url, administrator } = network;
  const asked = { commandId: uuid(), allowanceKey: TALON, wanted: 1 };
  const { leases } = await call(url, 'asset.lease', asked, { bearer: lost.bearer });
  const { leaseId = '', expiresAtMs: endsAtMs = 0 } = leases[0] ?? {};
  const { workstationId } = lost;
  const loss = { commandId: uuid(), workstationId, state: 'lost' } as const;
  await call(url, 'workstation.revoke', loss, { session: administrator });
  return { leaseId, endsAtMs };
}

describe('[I6] a voucher that lay at a workstation which is declared lost', () => {
  it('stays kept while what became of it may be told in time, and is free afterwards', async () => {
    const { clock } = network.backend;
    const { endsAtMs } = await losesVoucher();
    expect(endsAtMs).toBeGreaterThan(clock.nowMs());
    expect(await redeem()).toBe('409 VOUCHER_RESERVED');
    clock.pass(endsAtMs + VOUCHER_REPORT_MS - 1 - clock.nowMs());
    expect(await redeem()).toBe('409 VOUCHER_RESERVED');
    clock.pass(1);
    expect(await redeem()).toBe('200');
    expect(await redeem()).toBe('409 VOUCHER_USED');
  });

  it('is named exposure when its redemption is told after somebody else has had it', async () => {
    const { url, stationId, backend } = network;
    const { clock } = backend;
    const { leaseId, endsAtMs } = await losesVoucher();
    const heldAtMs = clock.nowMs();
    clock.pass(endsAtMs + VOUCHER_REPORT_MS - heldAtMs);
    expect(await redeem()).toBe('200');
    const excesses = async () => {
      const session = await signIn(url, 'curator');
      const { rows } = await call(url, 'exposure.entries', { limit: 500 }, { session });
      return rows.filter(({ kind }) => kind === 'excess');
    };
    expect(await excesses()).toEqual([]);
    const redemptionId = uuid();
    const paid = { redemptionId, mode: 'offline', allowanceKey: TALON, quantity: 1, leaseId };
    const where = { contractId: 'client-1', stationId, operatorId: 'operator-1', heldAtMs };
    const line = lost.write('redemption.held', { ...paid, ...where }, heldAtMs);
    await lost.openSession(clock.nowMs());
    expect((await lost.push([line])).answers).toMatchObject([{ status: 'applied' }]);
    expect(await excesses()).toMatchObject([{ allowanceKey: TALON, quantity: 1 }]);
  });
});
