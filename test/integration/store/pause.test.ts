import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { NO_RULES } from '#domain/card/purchase-rules.ts';
import { decide } from '#domain/authority/decide.ts';
import {
  ask,
  authorize,
  bookHold,
  capture,
  nextId,
  openBench,
  requestOf,
  reverse,
  seedNetwork,
  type StoreBench,
} from '#test/support/network-store.ts';
import { NOON_MS } from '#test/support/facts.ts';

const PAUSE_MS = 3_600_000;
const MINUTE_MS = 60_000;

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
  const owned = { ownerKind: 'card', ownerId: 'card-1' } as const;
  await ask(bench.store, {
    kind: 'rules.set',
    commandId: nextId(),
    atMs: NOON_MS,
    workstationId: null,
    contractId: 'contract-1',
    owned: { ...owned, rules: { ...NO_RULES, pauseMs: PAUSE_MS } },
  });
});
afterEach(() => bench.dispose());

async function answerAt(atMs: number): Promise<string> {
  const [answer] = await batch({ ...authorize(nextId(), 1_000), atMs });
  const outcome = answer?.outcome;
  return outcome?.ok === false ? outcome.code : 'passed';
}

function batch(...commands: readonly AuthorityCommand[]) {
  return bench.store.stores.deciding.commitBatch(
    commands.map((command) => requestOf(command)),
    decide,
  );
}

describe('[X-17] the pause after a fill', () => {
  beforeEach(async () => {
    const saleId = nextId();
    await batch(authorize(saleId, 1_000), capture(nextId(), saleId, 1_000));
  });

  it('goes on when a later fill of a desk without the link is taken back', async () => {
    const late = nextId();
    await batch(bookHold(late, NOON_MS + MINUTE_MS));
    await batch(reverse(nextId(), late));
    expect(await answerAt(NOON_MS + PAUSE_MS - 1)).toBe('PAUSE_NOT_OVER');
    expect(await answerAt(NOON_MS + PAUSE_MS)).toBe('passed');
  });

  it('goes on when several of them are told and taken back together, and one is not', async () => {
    const [kept, first, second] = [nextId(), nextId(), nextId()];
    await batch(bookHold(first, NOON_MS + 2 * MINUTE_MS));
    await batch(
      bookHold(kept, NOON_MS + MINUTE_MS),
      bookHold(second, NOON_MS + 3 * MINUTE_MS),
      reverse(nextId(), second),
      reverse(nextId(), first),
    );
    const endsAtMs = NOON_MS + MINUTE_MS + PAUSE_MS;
    expect(await answerAt(endsAtMs - 1)).toBe('PAUSE_NOT_OVER');
    expect(await answerAt(endsAtMs)).toBe('passed');
  });
});
