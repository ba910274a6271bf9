import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { Outcome } from '#domain/authority/change.ts';
import { decide } from '#domain/authority/decide.ts';
import type { Facts, WorkstationState } from '#domain/authority/facts.ts';
import { outstanding } from '#domain/lease/lease.ts';
import { HOLD_STALE_AFTER_MS } from '#domain/sale/sale.ts';
import { FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

const DAY_ML = 100_000;
const DESK = { workstationId: 'desk-1', atMs: NOON_MS } as const;

/** One workstation that is at first at work and then lost, over the book of a card. */
class Trade {
  readonly book = new FactBook({ limits: [limitOf({ amount: DAY_ML })] });
  state: WorkstationState = 'active';

  give(command: AuthorityCommand): Outcome {
    const facts: Facts = this.book.facts(command);
    const workstation = { workstationId: 'desk-1', stationId: 'station-1', state: this.state };
    const { outcome, changes } = decide(command, { ...facts, workstation });
    this.book.apply(changes);
    return outcome;
  }

  /** Where nobody stands at the workstation, and no command tells of it. */
  giveInOffice(command: AuthorityCommand): Outcome {
    const { outcome, changes } = decide(command, this.book.facts(command));
    this.book.apply(changes);
    return outcome;
  }

  grant(volumeMl: number): void {
    const wanted = { amountMinor: volumeMl * 30, volumeMl, count: 3 };
    const named = { commandId: 'grant', cardId: 'card-1', stationId: 'station-1', wanted };
    expect(this.give({ ...DESK, kind: 'lease.grant', ...named }).ok).toBe(true);
  }

  lose(): void {
    this.state = 'lost';
    const leaseIds = [...this.book.leases.keys()];
    const command = { kind: 'workstation.declare-lost', commandId: 'lost', atMs: NOON_MS } as const;
    const named = { lostWorkstationId: 'desk-1', contractId: 'contract-1', leaseIds };
    expect(this.give({ ...command, workstationId: null, ...named }).ok).toBe(true);
  }

  /** A hold from leases that arrives with the journal, maybe late. */
  bookHold(saleId: string, volumeMl: number): void {
    const parts = [...this.book.leases.values()].map(({ leaseId, allowanceKey, measure }) => {
      const held = measure === 'money' ? volumeMl * 30 : volumeMl;
      return { allowanceKey, measure, held, leaseId };
    });
    const where = { cardId: 'card-1', stationId: 'station-1', productId: 'diesel', pumpNumber: 1 };
    const price = { priceMinorPerLitre: 29_500, vatRateBp: 1600, operatorId: 'operator-1' };
    const hold = {
      holdAmountMinor: volumeMl * 30,
      holdVolumeMl: volumeMl,
      toleranceMl: 0,
      parts,
      lines: [],
    };
    const command = { ...DESK, kind: 'sale.book-hold', commandId: saleId, saleId } as const;
    const told = { ...where, ...price, ...hold, authorizedAtMs: NOON_MS };
    expect(this.give({ ...command, ...told }).ok).toBe(true);
  }

  capture(saleId: string, volumeMl: number): void {
    const command = { ...DESK, kind: 'sale.capture', commandId: `${saleId}-capture` } as const;
    const told = { saleId, volumeMl, capturedAtMs: NOON_MS, slipNumber: 1, told: null };
    expect(this.give({ ...command, ...told }).ok).toBe(true);
  }

  get leased(): number {
    return [...this.book.counters.values()].reduce((sum, counters) => sum + counters.leased, 0);
  }
}

describe('a workstation that is declared lost', () => {
  it('leaves no lease counted, whatever its journal still brings, and everything is booked', () => {
    const volume = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(volume, volume, fc.boolean(), (heldMl, lateMl, early) => {
        const trade = new Trade();
        trade.grant(60_000);
        if (early) trade.bookHold('early', heldMl);
        const open = [...trade.book.leases.values()].filter((lease) => outstanding(lease) > 0);
        trade.lose();
        expect(trade.leased).toBe(0);
        trade.bookHold('late', lateMl);
        trade.capture('late', Math.ceil(lateMl / 2));
        if (early) trade.capture('early', Math.ceil(heldMl / 2));
        expect(trade.leased).toBe(0);
        expect([...trade.book.leases.values()].every((lease) => outstanding(lease) === 0)).toBe(
          true,
        );
        const lost = trade.book.changes.filter(({ kind }) => kind === 'lease.lost');
        expect(lost.length).toBe(open.length);
      }),
    );
  });

  it('has a hold that the office gives up: its lease is not counted for ever after', () => {
    const trade = new Trade();
    trade.grant(60_000);
    trade.bookHold('s1', 40_000);
    trade.lose();
    expect(trade.leased).toBe(0);
    const told = { askedAtMs: null, toldThroughMs: 0, heldThroughMs: 0, knowsHold: true };
    trade.book.holdOwner = { state: 'lost', ...told };
    const late = { workstationId: null, atMs: NOON_MS + HOLD_STALE_AFTER_MS } as const;
    const command = { ...late, kind: 'hold.void', commandId: 'v1', saleId: 's1' } as const;
    expect(trade.giveInOffice(command).ok).toBe(true);
    expect(trade.leased).toBe(0);
  });

  it('gives its capacity free at once, and its late sales stand as a named excess', () => {
    const trade = new Trade();
    trade.grant(60_000);
    trade.lose();
    const ask = { by: 'volume', volumeMl: DAY_ML } as const;
    const where = { cardId: 'card-1', stationId: 'station-1', productId: 'diesel', pumpNumber: 1 };
    const other = {
      workstationId: 'desk-2',
      atMs: NOON_MS,
      operatorId: 'o',
      pin: 'not-asked',
    } as const;
    const sale = {
      kind: 'sale.authorize',
      commandId: 's1',
      saleId: 's1',
      leaseReturns: [],
    } as const;
    trade.state = 'active';
    expect(trade.give({ ...sale, ...where, ...other, ask }).ok).toBe(true);
    trade.state = 'lost';
    trade.bookHold('late', 40_000);
    const named = trade.book.changes.flatMap((change) =>
      change.kind === 'exposure.put' && change.exposure.measure === 'volume'
        ? [change.exposure.quantity]
        : [],
    );
    expect(named).toEqual([40_000]);
  });

  it('is not declared while it may still be given leases', () => {
    const trade = new Trade();
    trade.grant(60_000);
    const leaseIds = [...trade.book.leases.keys()];
    const command = { kind: 'workstation.declare-lost', commandId: 'lost', atMs: NOON_MS } as const;
    const named = { lostWorkstationId: 'desk-1', contractId: 'contract-1', leaseIds };
    expect(trade.give({ ...command, workstationId: null, ...named }).ok).toBe(false);
    expect(trade.leased).toBeGreaterThan(0);
  });
});
