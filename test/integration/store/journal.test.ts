import { createHash } from 'node:crypto';
import fc from 'fast-check';
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
  bookHold,
  capture,
  nextId,
  openBench,
  requestOf,
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
      commandId: nextId(),
      saleId,
      atMs: bench.nowMs,
      refundedAtMs: bench.nowMs,
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

describe('a fill whose id another entry of the books has', () => {
  const KINDS = ['payment', 'vouchers', 'correction', 'hold', 'authorization', 'end'] as const;
  type Kind = (typeof KINDS)[number];
  const office = () => ({ contractId: 'contract-1', workstationId: null, atMs: bench.nowMs });

  function vouchers(commandId: string): AuthorityCommand {
    const what = { voucherId: commandId, productId: 'diesel', nominalMl: 1_000, stationIds: null };
    const talon = { ...what, priceMinorPerLitre: 29_500, validTo: '2030-12-31' };
    return { kind: 'voucher.issue', ...office(), commandId, vouchers: [talon] };
  }

  /** What takes an id in the books, or names it; a correction is of the last payment. */
  function commandOf(kind: Kind, id: string, paymentId: string): AuthorityCommand {
    if (kind === 'payment') return topUp(id, 5_000);
    if (kind === 'vouchers') return vouchers(id);
    if (kind === 'hold') return bookHold(id, NOON_MS);
    if (kind === 'authorization') return authorize(id, 1_000);
    if (kind === 'end') return capture(nextId(), id, 1_000);
    const right = { transferId: paymentId, rightAmountMinor: 4_000, reason: 'сумма' };
    const correction = { ...right, commandId: id, userId: 'user-1', knowsLocked: false };
    return { kind: 'ledger.correct', ...office(), ...correction };
  }

  const steps = fc.array(fc.record({ kind: fc.constantFrom(...KINDS), slot: fc.nat(2) }), {
    minLength: 2,
    maxLength: 12,
  });

  it('is kept as refused, and its journal goes on, whatever took the id [I3] [I8]', async () => {
    let last: JournalLine | null = null;
    await fc.assert(
      fc.asyncProperty(steps, async (played) => {
        const ids = [nextId(), nextId(), nextId()];
        let paymentId = 'top-up-1';
        for (const { kind, slot } of played) {
          const id = ids[slot] ?? '';
          const command = commandOf(kind, id, paymentId);
          if (kind !== 'hold' && kind !== 'end') {
            const { outcome } = await ask(bench.store, command);
            if (kind === 'payment' && outcome?.ok === true) paymentId = id;
            continue;
          }
          const [line] = chain([kind], last);
          last = line ?? null;
          const [answer] = await push([line!], [command]);
          expect(['applied', 'refused']).toContain(answer?.line?.status);
        }
        expect(await head()).toMatchObject({ seq: last?.seq ?? 0 });
        expect(await bench.verify()).toMatchObject({ ok: true });
      }),
      { numRuns: 25 },
    );
  });

  it.each(['payment', 'vouchers', 'correction'] as const)(
    'does not stop the desk for ever, nor is half of it booked (%s)',
    async (kind) => {
      const id = nextId();
      const taken = await ask(bench.store, commandOf(kind, id, 'top-up-1'));
      expect(taken.outcome).toMatchObject({ ok: true });
      const books = () => bench.rows('SELECT * FROM transfer ORDER BY transfer_id');
      const before = await books();
      const lines = chain(['held', 'captured', 'next']);
      const fill = [commandOf('hold', id, ''), commandOf('end', id, '')];
      const told = [
        ['refused', 'COMMAND_ID_REUSED'],
        ['refused', 'HOLD_NOT_FOUND'],
      ];
      expect(statuses(await push(lines.slice(0, 2), fill))).toEqual(told);
      expect(await books()).toEqual(before);
      expect(await bench.rows('SELECT * FROM sale')).toEqual([]);
      expect(statuses(await push(lines, [...fill, null]))).toEqual([...told, ['noted', null]]);
      const kept = await bench.rows('SELECT seq, status, code FROM journal_line ORDER BY seq');
      expect(kept.map((row) => Object.values(row as object).map(String))).toEqual([
        ['1', ...told[0]!],
        ['2', ...told[1]!],
        ['3', 'noted', 'null'],
      ]);
      expect(await bench.verify()).toMatchObject({ ok: true });
    },
  );

  it('has the id or the payment of another contract has it, when both arrive at once', async () => {
    const client = { sourceId: 'contract-2', name: 'ТОО «Второй»' } as const;
    const row = { ...client, country: 'KZ', currency: 'KZT', taxId: null, segment: null } as const;
    await bench.store.stores.registers.importRegister({ register: 'clients', rows: [row] });
    const ids = Array.from({ length: 30 }, nextId);
    const answers = await Promise.all(
      ids.flatMap((id) => {
        const payment = { ...topUp(id, 5_000), contractId: 'contract-2' } as AuthorityCommand;
        // The fill is told without a first answer of its own, as a line of a journal is.
        const fill = { ...authorize(id, 1_000), commandId: nextId() };
        return [payment, fill].map((command) => {
          return bench.store.stores.deciding.commitBatch([requestOf(command)], decide);
        });
      }),
    );
    const passed = answers.flat().filter(({ outcome }) => outcome?.ok === true);
    expect(passed).toHaveLength(ids.length);
    expect(await bench.verify()).toMatchObject({ ok: true });
  });
});
