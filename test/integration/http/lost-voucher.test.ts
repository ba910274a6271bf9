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
  const session = await signIn(url, 'till', workstation.workstationId);
  const what = { redemptionId: uuid(), allowanceKey: TALON, quantity: 1, productId: null };
  return outcomeOf(
    await callRaw(url, 'asset.redeem', what, { bearer: workstation.bearer, session }),
  );
}

describe('[I6] a voucher that lay at a workstation which is declared lost', () => {
  it('stays kept while it may have been redeemed there, and is free when nothing can come', async () => {
    const { url, backend } = network;
    const asked = { commandId: uuid(), allowanceKey: TALON, wanted: 1 };
    const { leases } = await call(url, 'asset.lease', asked, { bearer: lost.bearer });
    const endsAtMs = leases[0]?.expiresAtMs ?? 0;
    expect(endsAtMs).toBeGreaterThan(backend.clock.nowMs());
    const { workstationId } = lost;
    const loss = { commandId: uuid(), workstationId, state: 'lost' } as const;
    await call(url, 'workstation.revoke', loss, { session: network.administrator });
    expect(await redeem()).toBe('409 VOUCHER_RESERVED');
    backend.clock.pass(endsAtMs + VOUCHER_REPORT_MS - 1 - backend.clock.nowMs());
    expect(await redeem()).toBe('409 VOUCHER_RESERVED');
    backend.clock.pass(1);
    expect(await redeem()).toBe('200');
    expect(await redeem()).toBe('409 VOUCHER_USED');
  });
});
