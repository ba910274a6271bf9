import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refuse } from '#domain/result.ts';
import type { BackendClient } from '#engine/ports.ts';
import { openFillOnPump } from '#engine/sale/fill-store.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

const NEW_PASSWORD = 'Blue-Kettle-4711';
const DISK_BYTES = 12 * 1024 * 1024;

/** A small disk of its own; null where this account may not mount one. */
function mountSmallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

let network: SmallNetwork;
let disk: string | null;
beforeAll(async () => {
  network = await startSmallNetwork();
  disk = mountSmallDisk();
});
afterAll(async () => {
  if (disk !== null) {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  }
  await network.backend.stop();
});

let rubbish = 0;

/** Everything that is free, to the last block. */
function fillUp(folder: string): void {
  for (;;) {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail === 0) return;
    rubbish += 1;
    writeFileSync(join(folder, `rubbish-${rubbish}`), Buffer.alloc(bavail * bsize, 1));
  }
}

function emptyOut(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('rubbish-')) rmSync(join(folder, name));
  }
}

it('[I4] a full disk takes no new hold and loses no capture of an open one', async (ctx) => {
  ctx.skip(disk === null, 'no small disk can be mounted here');
  const dataDir = disk ?? '';
  const bench = await EngineBench.start(network, { dataDir });
  try {
    const open: string[] = [];
    for (const pumpNumber of [1, 2, 3, 4]) {
      const { sale } = await bench.ok('sale:authorize', bench.question({ pumpNumber }));
      open.push(sale.saleId);
    }
    fillUp(dataDir);
    for (const saleId of open) {
      const done = await bench.ok('sale:capture', { saleId, volumeMl: 5_000 });
      expect(done.sale.state).toBe('captured');
    }
    const refusal = await bench.refused('sale:authorize', bench.question({ pumpNumber: 5 }));
    expect(refusal.code).toBe('DISK_FULL');
    expect(bench.engine.core.journal.verify()).toBeNull();
    await bench.restart({ dataDir });
    expect(bench.engine.core.journal.facts.get('leasesKilled')).toBeNull();
    const captured = bench.engine.sales.recent(10).filter((fill) => fill.sale.state === 'captured');
    expect(captured.map((fill) => fill.sale.saleId).toSorted()).toEqual(open.toSorted());
  } finally {
    emptyOut(dataDir);
    bench.dispose();
  }
});

it('[I4] a pump whose question found no answer on a full disk is free again with the first room', async (ctx) => {
  ctx.skip(disk === null, 'no small disk can be mounted here');
  const dataDir = join(disk ?? '', 'stuck');
  mkdirSync(dataDir);
  const bench = await EngineBench.start(network, { dataDir });
  try {
    const { client } = bench.line;
    // While the question is on its way somebody takes all the room there is, the kept one as well.
    const greedy: BackendClient = {
      call(routeId, input, auth) {
        if (routeId !== 'sale.authorize') return client.call(routeId, input, auth);
        rmSync(join(dataDir, 'journal.ballast'), { force: true });
        fillUp(disk ?? '');
        return Promise.resolve(refuse('LINK_DOWN', { reason: 'CUT' }));
      },
    };
    await bench.restart({ dataDir, backend: greedy });
    await bench.syncOk();
    await bench.signIn();
    const asked = await bench.refused('sale:authorize', bench.question({ pumpNumber: 6 }));
    expect(asked.code).toBe('DISK_FULL');
    expect(openFillOnPump(bench.engine.core.journal.db, 6)?.state).toBe('asked');
    emptyOut(disk ?? '');
    await bench.engine.syncOnce();
    expect(openFillOnPump(bench.engine.core.journal.db, 6)).toBeNull();
    expect(bench.engine.core.journal.linesAfter(0, 1_000).at(-1)).toMatchObject({
      kind: 'sale.reversed',
      body: { reason: 'no-answer' },
    });
    expect(bench.engine.core.journal.verify()).toBeNull();
  } finally {
    emptyOut(disk ?? '');
    bench.dispose();
  }
});

it('[I4] on a full disk every open hold can be captured or taken back, each in its own space', async (ctx) => {
  ctx.skip(disk === null, 'no small disk can be mounted here');
  const dataDir = join(disk ?? '', 'each');
  mkdirSync(dataDir);
  const bench = await EngineBench.start(network, { dataDir });
  try {
    const open: string[] = [];
    for (const pumpNumber of [1, 2, 3, 4, 5, 6]) {
      const { sale } = await bench.ok('sale:authorize', bench.question({ pumpNumber }));
      open.push(sale.saleId);
    }
    for (const [index, saleId] of open.entries()) {
      // Whatever one of them leaves of the kept space, somebody else takes no more than is free.
      fillUp(disk ?? '');
      if (index % 2 === 0) await bench.ok('sale:reverse', { saleId });
      else await bench.ok('sale:capture', { saleId, volumeMl: 5_000 });
    }
    expect(bench.engine.sales.open()).toEqual([]);
    expect(bench.engine.core.journal.verify()).toBeNull();
  } finally {
    emptyOut(disk ?? '');
    bench.dispose();
  }
});

it('[N-20][R-29] on a full disk a new PIN is refused and the one of before still opens; no try goes uncounted', async (ctx) => {
  ctx.skip(disk === null, 'no small disk can be mounted here');
  const dataDir = join(disk ?? '', 'pin');
  const bench = await EngineBench.start(network, { dataDir });
  try {
    await bench.signIn();
    await bench.ok('appPin:set', { pin: '4815', repeat: '4815' });
    fillUp(disk ?? '');
    const refusal = await bench.refused('appPin:set', { pin: '9372', repeat: '9372' });
    expect(refusal.code).toBe('DISK_FULL');
    expect((await bench.refused('appPin:remove', {})).code).toBe('DISK_FULL');
    await bench.ok('session:lock', {});
    expect((await bench.refused('session:unlock', { pin: '0007' })).code).toBe('DISK_FULL');
    emptyOut(disk ?? '');
    expect((await bench.refused('session:unlock', { pin: '9372' })).code).toBe('APP_PIN_INVALID');
    expect((await bench.ok('session:unlock', { pin: '4815' })).locked).toBeUndefined();
  } finally {
    emptyOut(disk ?? '');
    bench.dispose();
  }
});

it('[P-18][N-22] on a full disk no password is tried without being counted, and none is changed', async (ctx) => {
  ctx.skip(disk === null, 'no small disk can be mounted here');
  const dataDir = join(disk ?? '', 'unlock');
  const bench = await EngineBench.start(network, { dataDir });
  const kept = () => bench.engine.core.journal.db.prepare('SELECT * FROM person').all();
  const unlocking = (password: string) =>
    bench.refused('session:signIn', { login: 'till', password });
  try {
    fillUp(disk ?? '');
    const before = kept();
    const asked = { currentPassword: PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD };
    expect((await bench.refused('session:setPassword', asked)).code).toBe('DISK_FULL');
    expect(kept()).toEqual(before);
    await bench.cut();
    expect((await unlocking('wrong')).code).toBe('DISK_FULL');
    expect((await unlocking(PASSWORD)).code).toBe('DISK_FULL');
    emptyOut(disk ?? '');
    expect((await unlocking('wrong')).code).toBe('AUTH_INVALID');
    await bench.mend();
    await bench.signIn();
  } finally {
    emptyOut(disk ?? '');
    bench.dispose();
  }
});
