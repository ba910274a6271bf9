import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LimitTerms } from '#domain/limit/limit.ts';
import { termsOf } from '#domain/limit/scheduled-terms.ts';
import type { LimitRecord } from '#protocol/records.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  firstCardLimit,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

const office = () => ({ session: network.manager });

async function given(amount: number): Promise<LimitRecord> {
  const limit = firstCardLimit({ amount, period: 'month' });
  await call(network.url, 'limit.set', { commandId: uuid(), limit }, office());
  return limit;
}

async function kept({ limitId }: LimitRecord): Promise<LimitRecord | undefined> {
  const { limits } = await call(network.url, 'card.get', { cardId: 'card-1' }, office());
  return limits.find((limit) => limit.limitId === limitId);
}

function setting(limit: LimitRecord, seen: readonly LimitTerms[]) {
  return { commandId: uuid(), limit, seen: [...seen] };
}

async function outcome(route: 'limit.set' | 'limit.remove', input: object): Promise<string> {
  return outcomeOf(await callRaw(network.url, route, input, office()));
}

describe('two managers who have one limit before them', () => {
  it('[N-16] the second of two managers does not undo the first unseen', async () => {
    const read = await given(100_000);
    const seen = [termsOf(read)];
    expect(await outcome('limit.set', setting({ ...read, amount: 150_000 }, seen))).toBe('200');
    const second = setting({ ...read, amount: 160_000 }, seen);
    expect(await outcome('limit.set', second)).toBe('409 LIMIT_CHANGED');
    expect(await outcome('limit.set', second)).toBe('409 LIMIT_CHANGED');
    const now = await kept(read);
    expect(now).toMatchObject({ amount: 150_000 });
    const { versions } = await call(
      network.url,
      'limit.history',
      { limitId: read.limitId },
      office(),
    );
    expect(versions.map(({ terms }) => terms?.amount)).toEqual([150_000, 100_000]);
    const again = setting({ ...read, amount: 160_000 }, now === undefined ? [] : [termsOf(now)]);
    expect(await outcome('limit.set', again)).toBe('200');
    expect(await kept(read)).toMatchObject({ amount: 160_000 });
  });

  it('[N-16] a limit that became another is not removed, and a removed one does not come back', async () => {
    const read = await given(100_000);
    const seen = [termsOf(read)];
    const changed = { ...read, amount: 150_000 };
    expect(await outcome('limit.set', setting(changed, seen))).toBe('200');
    const removal = (terms: readonly LimitTerms[]) => {
      return { commandId: uuid(), limitId: read.limitId, seen: terms };
    };
    expect(await outcome('limit.remove', removal(seen))).toBe('409 LIMIT_CHANGED');
    expect(await kept(read)).toMatchObject({ amount: 150_000 });
    expect(await outcome('limit.remove', removal([termsOf(changed)]))).toBe('200');
    const late = setting({ ...read, amount: 160_000 }, [termsOf(changed)]);
    expect(await outcome('limit.set', late)).toBe('409 LIMIT_CHANGED');
    expect(await kept(read)).toBeUndefined();
  });

  it('one id is one change, also where only what was seen differs', async () => {
    const read = await given(100_000);
    const asked = setting({ ...read, amount: 150_000 }, [termsOf(read)]);
    expect(await outcome('limit.set', asked)).toBe('200');
    expect(await outcome('limit.set', asked)).toBe('200');
    expect(await outcome('limit.set', { ...asked, seen: [] })).toBe('409 COMMAND_ID_REUSED');
  });
});
