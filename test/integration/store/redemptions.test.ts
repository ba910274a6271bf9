import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import {
  ask,
  nextId,
  openBench,
  requestOf,
  seedNetwork,
  type StoreBench,
} from '#test/support/network-store.ts';

const MEMBER = 'points/member-1';
/** What a desk says that never heard the contract of what it takes back. */
const UNTOLD = '-';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
  await open('contract-1', 'member-1');
  await ask(bench.store, accrue('contract-1', 'member-1', nextId()));
});
afterEach(() => bench.dispose());

const office = () => ({ workstationId: null, atMs: bench.nowMs, commandId: nextId() }) as const;

async function open(contractId: string, pointsAccountId: string): Promise<void> {
  const account = { contractId, pointsAccountId, programmeId: 'bonus' };
  await ask(bench.store, { kind: 'points.open', ...office(), ...account });
}

function accrue(contractId: string, pointsAccountId: string, saleId: string): AuthorityCommand {
  const points = { contractId, pointsAccountId, saleId, points: 1_000 };
  return { kind: 'points.accrue', ...office(), ...points };
}

const desk = () => ({ workstationId: 'desk-1', atMs: bench.nowMs }) as const;

function redeem(redemptionId: string): AuthorityCommand {
  const place = { stationId: 'station-1', zone: 'Asia/Almaty', operatorId: 'operator-1' };
  const what = { contractId: 'contract-1', allowanceKey: MEMBER, quantity: 10, productId: null };
  const base = { ...desk(), commandId: redemptionId, redemptionId };
  return { kind: 'asset.redeem', ...base, ...place, ...what };
}

function takeBack(redemptionId: string): AuthorityCommand {
  const named = { redemptionId, contractId: UNTOLD, fromLeaseId: null };
  const base = { ...desk(), commandId: nextId(), reversedAtMs: bench.nowMs };
  return { kind: 'asset.reverse', ...base, ...named };
}

/** Each in a batch of its own. */
async function atOnce(commands: readonly AuthorityCommand[]): Promise<readonly boolean[]> {
  const { deciding } = bench.store.stores;
  const answers = await Promise.all(
    commands.map((command) => deciding.commitBatch([requestOf(command)], decide)),
  );
  return answers.flat().map(({ outcome }) => outcome?.ok === true);
}

describe('a redemption whose answer nobody heard', () => {
  it('is refused when it arrives after it was taken back', async () => {
    const redemptionId = nextId();
    await ask(bench.store, takeBack(redemptionId));
    const late = await ask(bench.store, redeem(redemptionId));
    expect(late.outcome).toMatchObject({ ok: false, code: 'REDEMPTION_REVERSED' });
    expect(await bench.verify()).toMatchObject({ ok: true });
  });

  it('leaves no points held when both arrive at once', async () => {
    const ids = Array.from({ length: 40 }, nextId);
    await atOnce(ids.flatMap((id) => [redeem(id), takeBack(id)]));
    const [pack] = await bench.rows<{ counters: string }>(
      `SELECT counters FROM pack WHERE owner_key = '${MEMBER}'`,
    );
    const counters: unknown = JSON.parse(pack?.counters ?? '{}');
    expect([{}, { [MEMBER]: [0, 0, 0] }]).toContainEqual(counters);
    expect(await bench.verify()).toMatchObject({ ok: true });
  });
});

async function openSecondClient(): Promise<void> {
  const client = { sourceId: 'contract-2', name: 'ТОО «Путь»', taxId: null, segment: null };
  const rows = [{ ...client, country: 'KZ', currency: 'KZT' } as const];
  await bench.store.stores.registers.importRegister({ register: 'clients', rows });
  const signed = { contractId: 'contract-2', creditLimitMinor: 100_000_000 };
  await ask(bench.store, { kind: 'contract.sign', ...office(), ...signed });
}

describe('two clients at once', () => {
  it('[I7] get the points of a sale once', async () => {
    await openSecondClient();
    await open('contract-2', 'member-2');
    const ids = Array.from({ length: 20 }, nextId);
    const passed = await atOnce(
      ids.flatMap((id) => [
        accrue('contract-1', 'member-1', id),
        accrue('contract-2', 'member-2', id),
      ]),
    );
    expect(passed.filter(Boolean)).toHaveLength(ids.length);
  });

  it('[I6] do not pay for the same voucher both', async () => {
    await openSecondClient();
    const commands = Array.from({ length: 20 }, nextId).flatMap((voucherId) => {
      const talon = { voucherId, productId: 'diesel', nominalMl: 1_000, stationIds: null };
      const vouchers = [{ ...talon, priceMinorPerLitre: 6_000, validTo: '2030-12-31' }];
      return ['contract-1', 'contract-2'].map((contractId): AuthorityCommand => {
        return { kind: 'voucher.issue', ...office(), contractId, vouchers };
      });
    });
    const passed = await atOnce(commands);
    expect(passed.filter(Boolean)).toHaveLength(commands.length / 2);
  });
});
