import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import type { AuditEvent } from '#domain/audit/audit-event.ts';
import type { LimitTemplateRecord } from '#protocol/records/limits.ts';
import type { OfficeChange } from '#service/people/changes/office-change.ts';
import type { AnswerChange } from '#service/people/changes/answer-change.ts';
import { NOON_MS } from '#test/support/facts.ts';
import {
  nextId,
  openBench,
  PRICE,
  putChanges,
  seedNetwork,
  workstationOf,
  type StoreBench,
} from '#test/support/network-store.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
  await putChanges(bench.store, { kind: 'enrolment-code.add', ...code, codeHash: 'of-desk-2' });
});
afterEach(() => bench.dispose());

const anna = { userId: 'anna', workstationId: 'desk-1', address: null };

const answer = (commandId = nextId()): AnswerChange => {
  return { kind: 'answer.keep', commandId, first: { digest: 'd', answer: '{}' } };
};

/** A change that Anna makes, with its entry and its answer. */
function change(event: AuditEvent, wanted: OfficeChange, kept = answer()) {
  const audit = auditEntry(anna, { event });
  const { people } = bench.store.stores;
  return people.commit({ atMs: NOON_MS, audit, changes: [wanted, kept] });
}

async function entries() {
  const kept = await bench.store.stores.people.chainedEntries(0, 100);
  const read = (text: string | null): unknown => text && JSON.parse(text);
  return kept.map((one) => ({ ...one, before: read(one.before), after: read(one.after) }));
}

const price = (fromMs: number, priceMinorPerLitre: number) => {
  const of = { stationId: 'station-1', productId: 'diesel', currency: 'KZT' } as const;
  return { kind: 'price.put', price: { ...of, fromMs, priceMinorPerLitre } } as const;
};

const template: LimitTemplateRecord = {
  templateId: 'template-1',
  contractId: null,
  name: 'Такси',
  limits: [],
  rules: null,
};

const code = { codeHash: 'c1', stationId: 'station-1', expiresAtMs: NOON_MS + 1 };
const stop = { kind: 'workstation.stop', workstationId: 'desk-1', state: 'lost' } as const;
const { stationId: _by, ...joining } = workstationOf({ workstationId: 'desk-2', name: 'Касса 2' });
const place = { stationId: 'station-1', regionId: 'north', partnerId: null };
const verifier = { kind: 'card-pin.set', cardId: 'card-1', verifier: 'v' } as const;
const round = { reason: 'told', sinceMs: NOON_MS };

/** Everything that the office changes itself: what stood, and what stands. */
const told: readonly {
  readonly event: AuditEvent;
  readonly wanted: OfficeChange;
  readonly before: object | null;
  readonly after: object | null;
}[] = [
  {
    event: 'price.set',
    wanted: price(NOON_MS, 31_000),
    before: { productId: 'diesel', priceMinorPerLitre: PRICE, currency: 'KZT', fromMs: 0 },
    after: { productId: 'diesel', priceMinorPerLitre: 31_000, currency: 'KZT', fromMs: NOON_MS },
  },
  {
    event: 'station.place',
    wanted: { kind: 'station.place', place },
    before: { regionId: null, partnerId: null },
    after: { regionId: 'north', partnerId: null },
  },
  {
    event: 'limit-template.put',
    wanted: { kind: 'limit-template.put', template },
    before: null,
    after: { template },
  },
  {
    event: 'card.set-pin',
    wanted: verifier,
    before: { cardPin: 'none', triesUsed: 0 },
    after: { cardPin: 'set', triesUsed: 0 },
  },
  {
    event: 'workstation.code',
    wanted: { kind: 'enrolment-code.add', ...code },
    before: null,
    after: null,
  },
  {
    event: 'workstation.enrol',
    wanted: { kind: 'workstation.add', codeHash: 'of-desk-2', workstation: joining },
    before: null,
    after: { stationId: 'station-1', name: 'Касса 2', state: 'active' },
  },
  {
    event: 'workstation.revoke',
    wanted: stop,
    before: { name: 'Касса 1', state: 'active' },
    after: { name: 'Касса 1', state: 'lost' },
  },
];

describe('what the audit trail tells of a change of the office', () => {
  it.each(told)('[G8] $event: what stood before and what stands after', async (one) => {
    expect(await change(one.event, one.wanted)).toBe('done');
    const { event, before, after } = one;
    expect(await entries()).toEqual([expect.objectContaining({ event, ...anna, before, after })]);
  });

  it('[G8] a desk that joins in the place of another one is there with its loss, or not at all', async () => {
    const { people, identity } = bench.store.stores;
    const joins = { kind: 'workstation.add', codeHash: 'of-desk-2', workstation: joining } as const;
    const replace = (workstationId: string) =>
      people.commitAll([
        {
          atMs: NOON_MS,
          audit: auditEntry(anna, { event: 'workstation.enrol' }),
          changes: [joins],
        },
        {
          atMs: NOON_MS,
          audit: auditEntry(anna, { event: 'workstation.replace' }),
          changes: [{ ...stop, workstationId }],
        },
      ]);
    expect(await replace('nowhere')).toBe('stale');
    expect(await identity.workstation('desk-2')).toBeNull();
    expect(await entries()).toEqual([]);
    expect(await replace('desk-1')).toBe('done');
    expect(await entries()).toMatchObject([
      { event: 'workstation.enrol', after: { name: 'Касса 2', state: 'active' } },
      { event: 'workstation.replace', before: { state: 'active' }, after: { state: 'lost' } },
    ]);
  });

  it('[G8] is a whole template, as it was, where it is changed and where it is taken away', async () => {
    const next = { ...template, name: 'Курьеры' };
    await putChanges(bench.store, { kind: 'limit-template.put', template });
    await change('limit-template.put', { kind: 'limit-template.put', template: next });
    const remove = { kind: 'limit-template.remove', templateId: 'template-1' } as const;
    await change('limit-template.remove', remove);
    expect(await entries()).toMatchObject([
      { before: { template: { name: 'Такси' } }, after: { template: { name: 'Курьеры' } } },
      { before: { template: { name: 'Курьеры' } }, after: {} },
    ]);
    expect(await change('limit-template.remove', remove)).toBe('stale');
    expect(await entries()).toHaveLength(2);
  });

  it('[G8] is a recovery, till it is put away', async () => {
    const { recovery } = bench.store.stores;
    await recovery.beginRecovery({ epoch: 'e2', reason: 'told', atMs: NOON_MS });
    await change('recovery.declare', { kind: 'recovery.declare', amountMinor: 500 });
    expect(await change('recovery.finish', { kind: 'recovery.finish' })).toBe('stale');
    await recovery.noLongerAwaited('desk-1', NOON_MS + 1);
    expect(await change('recovery.finish', { kind: 'recovery.finish' })).toBe('done');
    const ended = { ...round, declaredMinor: 500, endedAtMs: NOON_MS + 1 };
    expect(await entries()).toMatchObject([
      { before: { ...round, declaredMinor: 0 }, after: { ...round, declaredMinor: 500 } },
      { before: ended, after: {} },
    ]);
    expect(await change('recovery.finish', { kind: 'recovery.finish' })).toBe('stale');
  });

  it('[G8] goes with it where another backend has answered the same command', async () => {
    const kept = answer();
    await putChanges(bench.store, kept);
    expect(await change('price.set', price(0, 1), kept)).toBe('stale');
    expect(await entries()).toEqual([]);
    await change('price.set', price(1, 2));
    expect(await entries()).toMatchObject([{ before: { priceMinorPerLitre: PRICE } }]);
  });

  it('[G8] names each change once, whoever changes the same at the same time', async () => {
    const prices = [30_001, 30_002, 30_003];
    await Promise.all(prices.map((one) => change('price.set', price(0, one))));
    const chain = (await entries()).map(({ before, after }) => [before, after]);
    for (const [index, [before]] of chain.entries()) {
      if (index > 0) expect(before).toEqual(chain[index - 1]?.[1]);
    }
    expect(chain).toHaveLength(3);
  });
});

describe('what the audit trail tells of an import', () => {
  const rows = [{ sourceId: 'gas', name: 'Газ', unit: 'litre', group: null }] as const;
  const audit = auditEntry(anna, { event: 'register.import', after: { rowCount: 1 } });
  const importOnce = (kept: AnswerChange) =>
    bench.store.stores.registers.importRegister(
      { register: 'products', rows: [...rows] },
      { atMs: NOON_MS, told: audit, keep: () => kept },
    );

  it('[G8] is how many rows came and what became of them, once', async () => {
    const kept = answer();
    expect(await importOnce(kept)).toMatchObject({ ok: true });
    expect(await importOnce(kept)).toEqual({ ok: false, answeredMeanwhile: true });
    const counts = { register: 'products', added: 1, changed: 0, unchanged: 0 };
    expect(await entries()).toMatchObject([{ ...anna, after: { rowCount: 1, ...counts } }]);
  });
});
