import { afterEach, describe, expect, it } from 'vitest';
import { bridge, type BridgeMethod } from '#protocol/bridge.ts';
import { DeskIds } from '#test/fixtures/versions/desk-ids.ts';
import { apart } from '#test/support/versions/apart.ts';
import { openKeptDesk, type KeptDesk } from '#test/support/versions/kept-desk.ts';
import { knownFields } from '#test/support/versions/known-fields.ts';
import { recordedDay, type RecordedStep } from '#test/support/versions/recorded.ts';
import { RecordedBackend } from '#test/support/versions/recorded-backend.ts';
import { ReplayedBackend } from '#test/support/versions/replayed-backend.ts';

/**
 * A working day of the last build of protocol 2, recorded from that build (test/fixtures/versions),
 * against this one: its workstation with this backend, its backend with this workstation.
 */
const RECORDING = 'protocol-2';
const known = knownFields(2);
const day = recordedDay(RECORDING);
const keptAt = day.findIndex(({ act }) => act.do === 'keep');
const nowMs = day[keptAt]?.atMs ?? 0;

let closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

async function startReplayed(): Promise<ReplayedBackend> {
  const begins = { known, nowMs: day[0]?.atMs ?? 0 };
  const replayed = await ReplayedBackend.start(RECORDING, begins);
  closing.push(() => replayed.stop());
  return replayed;
}

async function openKept(baseUrl: string, ids?: DeskIds): Promise<KeptDesk> {
  const kept = await openKeptDesk(RECORDING, { baseUrl, nowMs, ...(ids && { ids }) });
  closing.push(kept.dispose);
  return kept;
}

async function round({ engine }: KeptDesk): Promise<string> {
  const done = await engine.syncOnce();
  return done.ok ? 'ok' : done.code;
}

const isMethod = (method: string): method is BridgeMethod => Object.hasOwn(bridge, method);

/** Does at a desk what was done there; `ok` or the code of the refusal, where something is said. */
async function work(kept: KeptDesk, { act }: RecordedStep): Promise<string | null> {
  if (act.do === 'pass') kept.clock.pass(act.ms);
  if (act.do === 'mend' || act.do === 'cut') kept.line.state = act.do === 'mend' ? 'up' : 'down';
  if (act.do === 'mend' || act.do === 'cut' || act.do === 'sync') return round(kept);
  if (act.do !== 'call') return null;
  if (!isMethod(act.method)) throw new Error(`no method: ${act.method}`);
  const answer = await kept.desk.call(act.method, bridge[act.method].input.parse(act.input));
  return answer.ok ? 'ok' : answer.code;
}

describe('a workstation of protocol 2', () => {
  it('is answered on a whole day by this backend, on the file of its own, as it was answered there', async () => {
    const replayed = await startReplayed();
    const differences = new Set<string>();
    for (const step of day) for (const one of await replayed.play(step)) differences.add(one);
    expect([...differences].toSorted()).toEqual([
      'handshake.do protocolVersion: 2 then, 3 now',
      // It cannot read these two, and shows what it has kept (older-backend.test.ts).
      'operation.search rows[].enteredBy: unknown',
      'statement.get lines[].enteredBy: unknown',
    ]);
    expect(replayed.backend.verify()).toMatchObject({ ok: true });
  });

  it('would be heard if one field of an answer were gone, another, or one that it does not know', () => {
    for (const { answer } of day.flatMap(({ exchanges }) => exchanges)) {
      const told: unknown = JSON.parse(answer);
      expect(apart(told, told)).toEqual([]);
      for (const broken of brokenOnce(told)) expect(apart(told, broken)).toHaveLength(1);
    }
  });
});

describe('a backend of protocol 2', () => {
  it('is asked by this workstation, on the files of its own, what its own asked it', async () => {
    const backend = await RecordedBackend.start();
    closing.push(() => backend.stop());
    const ids = new DeskIds();
    const kept = await openKept(backend.url, ids);
    kept.line.state = 'down';
    const differences = new Set<string>();
    for (const [index, step] of day.entries()) {
      if (index <= keptAt) continue;
      ids.begin(index);
      backend.begin(step.exchanges);
      expect(await work(kept, step), `step ${index}`).toBe(step.outcome);
      for (const one of backend.taken()) differences.add(one);
    }
    expect([...differences].toSorted()).toEqual([
      // Not known there; who signs in is kept as there was no mark of his access (row N-07).
      'GET /v1/access/mark: asked',
      'POST /v1/handshake appVersion: "0.1.0" then, "0.2.0" now',
      'POST /v1/handshake protocolVersion: 2 then, 3 now',
    ]);
    expect(kept.engine.syncState()).toMatchObject({ attention: [], queueLength: 0 });
    expect(kept.engine.core.journal.verify()).toBeNull();
  });
});

describe('databases of protocol 2', () => {
  it('are opened on both sides by this build at noon, and the day goes on (I2, I4)', async () => {
    const replayed = await startReplayed();
    for (const step of day.slice(0, keptAt)) await replayed.play(step);
    const kept = await openKept(replayed.backend.url);
    expect(kept.engine.work()).toMatchObject({ openFillCount: 1 });
    expect(kept.engine.work().unsentCount).toBeGreaterThan(0);
    const afternoon = day.slice(keptAt + 1);
    const until = afternoon.findIndex(({ act }) => act.do === 'backUp');
    for (const step of afternoon.slice(0, until)) {
      if (step.act.do === 'pass') replayed.backend.clock.pass(step.act.ms);
      expect(await work(kept, step)).toBe(step.outcome);
    }
    expect(kept.engine.syncState()).toMatchObject({ attention: [], queueLength: 0 });
    expect(replayed.backend.verify()).toMatchObject({ ok: true });
  });
});

/** The value with one fault, for each of its fields and each fault. */
function* brokenOnce(value: unknown): Generator {
  if (typeof value !== 'object' || value === null) {
    yield { instead: value };
    return;
  }
  const entries = Object.entries(value);
  const again = (changed: readonly (readonly [string, unknown])[]): unknown =>
    Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
  if (!Array.isArray(value)) yield { ...value, stranger: 1 };
  for (const [index, [name, inner]] of entries.entries()) {
    if (!Array.isArray(value)) yield again(entries.toSpliced(index, 1));
    for (const broken of brokenOnce(inner)) yield again(entries.with(index, [name, broken]));
  }
}
