import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHAIN_BEGINNING, faultAfter } from '#domain/audit/audit-chain.ts';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import type { BlockCardCommand } from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import type { AuthorityRequest } from '#service/ports.ts';
import { NOON_MS } from '#test/support/facts.ts';
import {
  nextId,
  openBench,
  requestOf,
  seedNetwork,
  type StoreBench,
} from '#test/support/network-store.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

const anna = { userId: 'anna', workstationId: 'desk-1', address: null };

/** The blocking of a card, with what the trail shall say of it. */
function blocking(cardId: string): AuthorityRequest {
  const base = { commandId: nextId(), atMs: NOON_MS, workstationId: null };
  const command: BlockCardCommand = { kind: 'card.block', ...base, cardId, reason: 'client' };
  const deed = { event: 'card.block', subjectKind: 'card', subjectId: cardId } as const;
  const told = auditEntry(anna, { ...deed, after: { reason: 'client', phone: '+79000000077' } });
  return { ...requestOf(command), told };
}

const commit = (...requests: readonly AuthorityRequest[]) =>
  bench.store.stores.deciding.commitBatch(requests, decide);

const entries = () => bench.store.stores.people.chainedEntries(0, 100);

async function stateOf(cardId: string): Promise<string | undefined> {
  const facts = await bench.store.stores.registers.cardFacts(cardId, NOON_MS);
  return facts?.card.state;
}

/** A line of a workstation that nobody knows: the whole batch comes to nothing. */
const impossible: AuthorityRequest = {
  command: null,
  digest: '',
  line: {
    workstationId: 'nobody',
    line: {
      seq: 1,
      hash: '1',
      previousHash: '0',
      kind: 'attention.resolved',
      atMs: NOON_MS,
      body: '{}',
    },
  },
};

describe('what the audit trail tells of a decision', () => {
  it('[G8] is written with it, who and where, without anybody’s contacts', async () => {
    await commit(blocking('card-1'));
    expect(await stateOf('card-1')).toBe('blocked');
    expect(await entries()).toEqual([
      expect.objectContaining({
        seq: 1,
        atMs: NOON_MS,
        event: 'card.block',
        ...anna,
        subjectId: 'card-1',
        code: null,
        before: '{"state":"active","blockReason":null}',
        after: '{"reason":"client","phone":"+7•••77","state":"blocked","blockReason":"client"}',
      }),
    ]);
  });

  it('[G8] is told once, however often the same command is asked', async () => {
    const request = blocking('card-1');
    await commit(request, request);
    const [again] = await commit(request);
    expect(again).toMatchObject({ repeated: true, outcome: { ok: true } });
    expect(await entries()).toHaveLength(1);
  });

  it('[G8] goes with it where its transaction comes to nothing', async () => {
    await expect(commit(blocking('card-1'), impossible)).rejects.toThrow('unknown workstation');
    expect(await stateOf('card-1')).toBe('active');
    expect(await entries()).toEqual([]);
    await commit(blocking('card-1'));
    expect(await entries()).toHaveLength(1);
  });

  it('[G8] is nothing where it is refused: who answers tells that', async () => {
    const [answer] = await commit(blocking('nobody'));
    expect(answer?.outcome).toMatchObject({ ok: false, code: 'CARD_NOT_FOUND' });
    expect(await entries()).toEqual([]);
  });

  it('[G8] is one chain with what people do at the same time', async () => {
    const { people } = bench.store.stores;
    const audit = auditEntry(anna, { event: 'session.revoke' });
    const cards = ['card-1', 'card-2'];
    await Promise.all([
      commit(...cards.map(blocking)),
      ...cards.map(() => people.commit({ atMs: NOON_MS, audit, changes: [] })),
      ...cards.map((cardId) => commit(blocking(cardId))),
    ]);
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    let end = CHAIN_BEGINNING;
    for (const entry of await entries()) {
      expect(faultAfter(end, entry, sha256)).toBeNull();
      end = entry;
    }
    expect(end.seq).toBeGreaterThanOrEqual(4);
  });
});
