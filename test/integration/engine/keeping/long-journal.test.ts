import { describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { VaultRefusal, type BackendClient } from '#engine/ports.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';

const LINES = 3_500;

const desk = deskAndNetworkPerTest();

/** Captures of fills that nobody has held: each line is judged, and refused. */
function writeDay(): void {
  writeLines(LINES);
}

function writeLines(lines: number): void {
  const { journal, clock } = desk.bench.engine.core;
  const figures = { volumeMl: 1_000, amountMinor: 6_000, vatMinor: 0 };
  journal.write({ atMs: clock.nowMs() }, ({ append }) => {
    for (let slipNumber = 0; slipNumber < lines; slipNumber += 1) {
      append('sale.captured', { saleId: uuid(), ...figures, slipNumber });
    }
    return null;
  });
}

class LockableVault extends MemoryVault {
  isLocked = false;

  override sign(text: string): Promise<string> {
    return this.isLocked ? locked() : super.sign(text);
  }

  override refreshToken(): Promise<string | null> {
    return this.isLocked ? locked() : super.refreshToken();
  }
}

const locked = (): Promise<never> => Promise.reject(new VaultRefusal('KEY_STORE_LOCKED'));

interface Pushes {
  /** Greatest number that were on their way together. */
  most: number;
  /** One more is on its way; resolves when it may go. */
  sent: () => Promise<void>;
  answered: () => void;
}

async function openWith(pushes: Pushes): Promise<void> {
  const { client } = desk.bench.line;
  let now = 0;
  const call: BackendClient['call'] = async (routeId, input, auth) => {
    if (routeId !== 'journal.push') return client.call(routeId, input, auth);
    now += 1;
    pushes.most = Math.max(pushes.most, now);
    await pushes.sent();
    const answer = await client.call(routeId, input, auth);
    now -= 1;
    pushes.answered();
    return answer;
  };
  await desk.bench.restart({ backend: { call } });
}

function expectAllTold(): void {
  const state = desk.bench.engine.syncState();
  expect(state.queueLength).toBe(0);
  expect(state.attention.length).toBe(1_000);
  expect(desk.bench.engine.core.journal.facts.get('forked')).not.toBe(true);
}

describe('the journal of a long time without a link', () => {
  it('[I8] goes up with the next lines on their way while the ones before are decided', async () => {
    const pushes: Pushes = { most: 0, sent: async () => undefined, answered: () => undefined };
    await openWith(pushes);
    writeDay();
    await desk.bench.syncOk();
    expect(pushes.most).toBe(2);
    expectAllTold();
  });

  it('[I8] loses nothing when later lines overtake earlier ones on the way', async () => {
    let count = 0;
    let overtaken: (() => void) | null = null;
    await openWith({
      most: 0,
      sent() {
        count += 1;
        // The second waits until the third was answered, which was sent behind it.
        if (count !== 2) return Promise.resolve();
        return new Promise((resolve) => {
          overtaken = resolve;
        });
      },
      answered: () => {
        if (count >= 3) overtaken?.();
      },
    });
    writeDay();
    await desk.bench.syncOk();
    expectAllTold();
  });

  it('waits for what is on its way when the key store is locked, and goes on when it is open', async () => {
    const { client } = desk.bench.line;
    const vault = new LockableVault(desk.bench.vaultFile);
    let count = 0;
    let now = 0;
    let bothSent = (): void => undefined;
    const both = new Promise<void>((resolve) => (bothSent = resolve));
    const call: BackendClient['call'] = async (routeId, input, auth) => {
      if (routeId !== 'journal.push') return client.call(routeId, input, auth);
      count += 1;
      if (count !== 2 && count !== 3) return client.call(routeId, input, auth);
      // The session has ended while two batches were out, and cannot be opened again.
      if (count === 3) {
        vault.isLocked = true;
        bothSent();
      }
      await both;
      now += 1;
      const answer = await client.call(routeId, input, { bearer: 'ended' });
      now -= 1;
      return answer;
    };
    await desk.bench.restart({ backend: { call }, vault });
    writeDay();
    expect(await desk.bench.engine.syncOnce()).toMatchObject({
      ok: false,
      code: 'KEY_STORE_LOCKED',
    });
    expect([count, now]).toEqual([3, 0]);
    vault.isLocked = false;
    await desk.bench.syncOk();
    expectAllTold();
  });

  it('does not keep the register waiting while new lines keep coming', async () => {
    const { client } = desk.bench.line;
    const asked: string[] = [];
    const call: BackendClient['call'] = async (routeId, input, auth) => {
      asked.push(routeId);
      // Somebody is served as often as the journal is brought; some day he goes home.
      if (routeId === 'journal.push' && asked.length < 50) writeLines(1);
      return client.call(routeId, input, auth);
    };
    await desk.bench.restart({ backend: { call } });
    writeLines(1);
    await desk.bench.syncOk();
    const before = asked.slice(0, asked.indexOf('feed.pull'));
    expect(before.filter((routeId) => routeId === 'journal.push')).toHaveLength(1);
    await desk.bench.syncOk();
    expect(asked.filter((routeId) => routeId === 'feed.pull').length).toBeGreaterThan(1);
  });
});
