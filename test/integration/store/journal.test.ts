import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import { canonicalText, chainText, FIRST_PREVIOUS_HASH } from '#domain/journal/chain.ts';
import type { JournalLine } from '#protocol/journal.ts';
import type { AuthorityAnswer } from '#service/ports.ts';
import { refund } from '#test/support/authority-commands.ts';
import { NOON_MS } from '#test/support/facts.ts';
import {
  ask,
  authorize,
  capture,
  nextId,
  openBench,
  reverse,
  seedNetwork,
  topUp,
  type StoreBench,
} from '#test/support/network-store.ts';

let bench: StoreBench;

beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

/** Lines that follow each other; `from` continues a chain. */
function chain(notes: readonly string[], from: JournalLine | null = null): JournalLine[] {
  let last = from;
  return notes.map((note) => {
    const line = {
      seq: (last?.seq ?? 0) + 1,
      previousHash: last?.hash ?? FIRST_PREVIOUS_HASH,
      kind: 'sale.asked' as const,
      atMs: NOON_MS,
      body: { note },
    };
    const hash = createHash('sha256').update(chainText(line)).digest('hex');
    last = { ...line, hash };
    return last;
  });
}

async function push(
  lines: readonly JournalLine[],
  commands: readonly (AuthorityCommand | null)[] = [],
): Promise<readonly AuthorityAnswer[]> {
  const requests = lines.map((line, index) => {
    const request = { command: commands[index] ?? null, digest: line.hash };
    const text = { ...line, body: canonicalText(line.body) };
    return { ...request, line: { workstationId: 'desk-1', line: text } };
  });
  return bench.store.stores.deciding.commitBatch(requests, decide);
}

const statuses = (answers: readonly AuthorityAnswer[]) =>
  answers.map(({ line }) => [line?.status, line?.code]);
const head = async () => (await bench.store.stores.identity.workstation('desk-1'))?.head;

describe("a workstation's journal", () => {
  it('[I8] is kept line by line, and its head is where it ends', async () => {
    const lines = chain(['a', 'b', 'c']);
    expect(statuses(await push(lines))).toEqual([
      ['noted', null],
      ['noted', null],
      ['noted', null],
    ]);
    expect(await head()).toEqual({ seq: 3, hash: lines[2]?.hash });
  });

  it('[I2] takes each line once', async () => {
    const lines = chain(['a', 'b']);
    await push(lines.slice(0, 1));
    expect(statuses(await push(lines))).toEqual([
      ['duplicate', null],
      ['noted', null],
    ]);
  });

  it('[I8] finds a gap, and keeps nothing beyond it', async () => {
    const lines = chain(['a', 'b', 'c']);
    await push(lines.slice(0, 1));
    expect(statuses(await push(lines.slice(2)))).toEqual([['conflict', 'JOURNAL_GAP']]);
    expect(await head()).toMatchObject({ seq: 1 });
  });

  it('[I8] finds a copy of the workstation by another line under a known number', async () => {
    const lines = chain(['a', 'b']);
    await push(lines);
    const copy = chain(['other'], lines[0]);
    expect(statuses(await push(copy))).toEqual([['conflict', 'JOURNAL_FORKED']]);
    const continued = chain(['next'], copy[0]);
    expect(statuses(await push(continued))).toEqual([['conflict', 'JOURNAL_FORKED']]);
    expect(await head()).toEqual({ seq: 2, hash: lines[1]?.hash });
  });

  it('does not do what a line says that it does not keep', async () => {
    const saleId = nextId();
    const [line] = chain(['x', 'y']).slice(1);
    const [answer] = await push([line!], [reverse(nextId(), saleId)]);
    expect(answer).toMatchObject({ outcome: null, line: { status: 'conflict' } });
    const rows = await bench.rows('SELECT * FROM refused_sale');
    expect(rows).toEqual([]);
  });

  it('knows a refund that another line tells again, and goes on after one that took its id', async () => {
    const saleId = nextId();
    const refundId = nextId();
    await ask(bench.store, authorize(saleId, 10_000));
    await ask(bench.store, capture(nextId(), saleId, 10_000));
    const told = (volumeMl: number): AuthorityCommand => ({
      ...refund(refundId, volumeMl),
      ...{ commandId: nextId(), saleId, atMs: bench.nowMs, refundedAtMs: bench.nowMs },
    });
    const lines = chain(['first', 'again', 'other', 'at once', 'sale', 'next']);
    expect(statuses(await push(lines.slice(0, 1), [told(4_000)]))).toEqual([['applied', null]]);
    const before = await bench.rows('SELECT * FROM refund');
    expect(before).toHaveLength(1);
    const later = [
      told(4_000),
      told(3_000),
      told(4_000),
      { ...told(1_000), refundId: saleId },
      null,
    ];
    expect(statuses(await push(lines.slice(1), later))).toEqual([
      ['applied', null],
      ['refused', 'COMMAND_ID_REUSED'],
      ['applied', null],
      ['refused', 'COMMAND_ID_REUSED'],
      ['noted', null],
    ]);
    expect(await bench.rows('SELECT * FROM refund')).toEqual(before);
  });

  it('tells a refused line again as refused, because the first answer may be lost', async () => {
    const lines = chain(['a']);
    const command = capture(nextId(), nextId(), 1_000);
    const first = await push(lines, [command]);
    expect(statuses(first)).toEqual([['refused', 'HOLD_NOT_FOUND']]);
    const again = await push(lines, [command]);
    expect(statuses(again)).toEqual([['refused', 'HOLD_NOT_FOUND']]);
    expect(again[0]?.repeated).toBe(true);
  });

  it('applies a line and its command in one transaction', async () => {
    const command = reverse(nextId(), nextId());
    expect(statuses(await push(chain(['a']), [command]))).toEqual([['applied', null]]);
    const kept = await bench.rows('SELECT status, command_id AS commandId FROM journal_line');
    expect(kept).toEqual([{ status: 'applied', commandId: command.commandId }]);
  });

  it('tells again that the books have other figures than the line, the first answer being lost [C11]', async () => {
    const saleId = nextId();
    await ask(bench.store, topUp(nextId(), 100_000_000));
    await ask(bench.store, authorize(saleId, 10_000));
    const told = { amountMinor: 1, vatMinor: 0 };
    const command = { ...capture(nextId(), saleId, 10_000), told } as const;
    const lines = chain(['a', 'b']);
    const first = statuses(await push(lines, [command]));
    expect(first).toEqual([
      ['applied', 'LINE_DIFFERS'],
      ['noted', null],
    ]);
    const again = await push(lines, [command]);
    expect(statuses(again)).toEqual([
      ['applied', 'LINE_DIFFERS'],
      ['duplicate', null],
    ]);
    expect(again.map(({ repeated }) => repeated)).toEqual([true, true]);
    const kept = await bench.rows('SELECT status, code, remark FROM journal_line ORDER BY seq');
    expect(kept).toEqual([
      { status: 'applied', code: null, remark: 'LINE_DIFFERS' },
      { status: 'noted', code: null, remark: null },
    ]);
  });
});
