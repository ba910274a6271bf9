import { describe, expect, it } from 'vitest';
import { authorize, capture, give, refund } from '#test/support/authority-commands.ts';
import { FactBook, limitOf } from '#test/support/facts.ts';

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

  it('is of its own fills alone', () => {
    const answer = give(sold(), refund('r1', 4_000, { told, workstationId: 'desk-2' }));
    expect(answer).toMatchObject({ ok: false, code: 'SALE_NOT_FOUND' });
  });
});
