import { describe, expect, it } from 'vitest';
import { authorize, capture, give, refund } from '#test/support/authority-commands.ts';
import { FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

describe('a refund that a workstation tells', () => {
  const told = { amountMinor: 59_000 * 4, vatMinor: 1 };
  const sold = () => {
    const book = new FactBook({ limits: [limitOf()] });
    give(book, authorize('s1', 10_000));
    give(book, capture('s1', 10_000));
    return book;
  };

  it('is booked by the authority’s own amounts, and a difference is told apart [C11]', () => {
    const answer = give(sold(), refund('r1', 4_000, { told }));
    expect(answer).toMatchObject({ ok: true, value: { kind: 'refund', differs: true } });
    const book = sold();
    const asked = give(book, refund('r1', 4_000));
    if (!asked.ok || asked.value.kind !== 'refund') throw new Error('was refunded');
    const { amountMinor, vatMinor } = asked.value.refund;
    expect(asked.value).not.toHaveProperty('differs');
    const same = give(sold(), refund('r1', 4_000, { told: { amountMinor, vatMinor } }));
    expect(same).not.toHaveProperty('value.differs');
  });

  it('is that refund when it is told again, and another one under its id is refused (I2)', () => {
    const book = sold();
    const first = give(book, refund('r1', 4_000, { told }));
    const before = book.changes.length;
    const again = refund('r1', 4_000, { told, commandId: 'line-2', refundedAtMs: NOON_MS + 1 });
    expect(give(book, again)).toEqual(first);
    for (const other of [
      refund('r1', 3_000, { told }),
      refund('r1', 4_000, { told, to: 'account' }),
      refund('r1', 4_000, { told, saleId: 's2' }),
      refund('r1', 4_000, { told, workstationId: 'desk-2' }),
      // The sale's own entry has that id.
      refund('s1', 1_000, { told }),
    ]) {
      expect(give(book, other)).toMatchObject({ ok: false, code: 'COMMAND_ID_REUSED' });
    }
    expect(book.changes).toHaveLength(before);
  });

  it('is of its own fills alone', () => {
    const answer = give(sold(), refund('r1', 4_000, { told, workstationId: 'desk-2' }));
    expect(answer).toMatchObject({ ok: false, code: 'SALE_NOT_FOUND' });
  });
});
