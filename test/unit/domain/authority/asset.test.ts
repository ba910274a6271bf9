import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssetCommand } from '#domain/authority/asset/asset-command.ts';
import type { Outcome } from '#domain/authority/change.ts';
import { decide } from '#domain/authority/decide.ts';
import { outstanding } from '#domain/lease/lease.ts';
import { pointsAllowanceKey, voucherAllowanceKey } from '#domain/limit/allowance.ts';
import { FactBook, NOON_MS } from '#test/support/facts.ts';

const DESKS = ['desk-1', 'desk-2', 'desk-3'];
const ZONE = 'Asia/Almaty';
const TALON = voucherAllowanceKey('talon-1');
const MEMBER = pointsAllowanceKey('member-1');
const BASE = { contractId: 'contract-1', atMs: NOON_MS } as const;
const PLACE = { stationId: 'station-1', zone: ZONE } as const;

/** What three desks do with one voucher and one points account. */
class Trade {
  readonly book = new FactBook({});
  #next = 0;

  constructor() {
    const office = { ...BASE, workstationId: null } as const;
    const talon = { voucherId: 'talon-1', productId: 'diesel', nominalMl: 20_000 };
    const terms = { priceMinorPerLitre: 29_500, validTo: '2026-11-30', stationIds: null };
    const vouchers = [{ ...talon, ...terms }];
    this.ok({ ...office, kind: 'voucher.issue', commandId: 'issue', vouchers });
    const named = { pointsAccountId: 'member-1', programmeId: 'programme-1' };
    this.ok({ ...office, kind: 'points.open', commandId: 'open', ...named });
  }

  give(command: AssetCommand): Outcome {
    const facts = this.book.facts(command);
    const workstationId = command.workstationId ?? '';
    const workstation = { workstationId, stationId: 'station-1', state: 'active' } as const;
    const { outcome, changes } = decide(command, { ...facts, workstation });
    this.book.apply(changes);
    return outcome;
  }

  ok(command: AssetCommand): void {
    expect(this.give(command)).toMatchObject({ ok: true });
  }

  id(): string {
    this.#next += 1;
    return `id-${this.#next}`;
  }

  accrue(saleId: string, points: number): Outcome {
    const named = { pointsAccountId: 'member-1', saleId, points };
    const command = { ...BASE, workstationId: null, commandId: this.id(), ...named };
    return this.give({ kind: 'points.accrue', ...command });
  }

  takeBack(saleId: string): Outcome {
    const named = { pointsAccountId: 'member-1', saleId };
    const command = { ...BASE, workstationId: null, commandId: this.id(), ...named };
    return this.give({ kind: 'points.reverse-accrual', ...command });
  }

  redeem(desk: string, allowanceKey: string, quantity: number): { id: string; outcome: Outcome } {
    const id = this.id();
    const named = { redemptionId: id, allowanceKey, quantity, productId: null, operatorId: 'o' };
    const command = { ...BASE, ...PLACE, workstationId: desk, commandId: id, ...named };
    return { id, outcome: this.give({ kind: 'asset.redeem', ...command }) };
  }

  lease(desk: string, allowanceKey: string, wanted: number): Outcome {
    const named = { commandId: this.id(), allowanceKey, wanted };
    return this.give({ kind: 'asset.lease', ...BASE, ...PLACE, workstationId: desk, ...named });
  }

  /**
   * Spends what a desk holds in leases, as it does without the link; null when it holds nothing.
   */
  redeemOffline(desk: string, allowanceKey: string, quantity: number): string | null {
    const lease = [...this.book.leases.values()].find((one) => {
      const mine = one.workstationId === desk && one.allowanceKey === allowanceKey;
      return mine && outstanding(one) >= quantity;
    });
    if (lease === undefined) return null;
    const id = this.id();
    const named = { redemptionId: id, allowanceKey, quantity, leaseId: lease.leaseId };
    const who = { workstationId: desk, operatorId: 'o', heldAtMs: NOON_MS, commandId: id };
    this.ok({
      kind: 'asset.book-redemption',
      mode: 'offline',
      ...BASE,
      stationId: 'station-1',
      ...who,
      ...named,
    });
    return id;
  }

  end(
    desk: string,
    id: string,
    kind: 'asset.capture' | 'asset.reverse',
    volumeMl: number | null,
  ): void {
    const named = { ...BASE, workstationId: desk, commandId: this.id(), redemptionId: id };
    const asset = this.book.assets.get(`redemption/${id}`);
    const fromLeaseId = asset?.kind === 'redemption' ? asset.redemption.leaseId : null;
    if (kind === 'asset.capture') {
      this.give({ kind, ...named, volumeMl, capturedAtMs: NOON_MS });
    } else this.give({ kind, ...named, fromLeaseId, reversedAtMs: NOON_MS });
  }

  counters(allowanceKey: string): { captured: number; held: number; leased: number } {
    return this.book.counters.get(allowanceKey) ?? { captured: 0, held: 0, leased: 0 };
  }
}

const steps = fc.array(
  fc.record({
    what: fc.constantFrom(
      'redeem',
      'lease',
      'offline',
      'capture',
      'reverse',
      'accrue',
      'take-back',
    ),
    desk: fc.constantFrom(...DESKS),
    points: fc.integer({ min: 1, max: 120 }),
    sale: fc.integer({ min: 1, max: 6 }),
  }),
  { maxLength: 40 },
);

describe('vouchers and points at the authority', () => {
  it('[I6] a voucher is redeemed at most once in the network, whoever leases, redeems or goes offline', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const trade = new Trade();
        const open: { desk: string; id: string }[] = [];
        for (const { what, desk } of given) {
          if (what === 'redeem') {
            const { id, outcome } = trade.redeem(desk, TALON, 1);
            if (outcome.ok) open.push({ desk, id });
          } else if (what === 'lease') trade.lease(desk, TALON, 1);
          else if (what === 'offline') {
            const id = trade.redeemOffline(desk, TALON, 1);
            if (id !== null) open.push({ desk, id });
          } else if (what === 'capture' || what === 'reverse') {
            const one = open.at(-1);
            if (one !== undefined) trade.end(one.desk, one.id, `asset.${what}`, 15_000);
          }
          const { captured, held, leased } = trade.counters(TALON);
          expect(captured + held + leased).toBeLessThanOrEqual(1);
          const taken = [...trade.book.assets.values()].filter(
            (asset) => asset.kind === 'redemption' && asset.redemption.state !== 'reversed',
          );
          expect(taken.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('[I7] points are never below zero, credited once per sale and taken back exactly', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const trade = new Trade();
        const accrued = new Map<string, number>();
        const open: { desk: string; id: string }[] = [];
        for (const { what, desk, points, sale } of given) {
          const saleId = `sale-${sale}`;
          if (what === 'accrue') {
            const outcome = trade.accrue(saleId, points);
            expect(outcome.ok).toBe(!accrued.has(saleId) || accrued.get(saleId) === points);
            if (!accrued.has(saleId)) accrued.set(saleId, points);
          } else if (what === 'take-back') trade.takeBack(saleId);
          else if (what === 'redeem') {
            const { id, outcome } = trade.redeem(desk, MEMBER, points);
            if (outcome.ok) open.push({ desk, id });
          } else if (what === 'lease') trade.lease(desk, MEMBER, points);
          else if (what === 'offline') {
            const id = trade.redeemOffline(desk, MEMBER, points);
            if (id !== null) open.push({ desk, id });
          } else {
            const one = open.at(-1);
            if (one !== undefined) trade.end(one.desk, one.id, `asset.${what}`, null);
          }
          const asset = trade.book.assets.get(MEMBER);
          if (asset?.kind !== 'points-account') throw new Error('the account is there');
          const { creditedPoints, debtPoints } = asset.account;
          const { captured, held, leased } = trade.counters(MEMBER);
          expect(captured + held + leased).toBeLessThanOrEqual(creditedPoints);
          const standing = [...trade.book.assets.values()].reduce((sum, one) => {
            return one.kind === 'accrual' && !one.accrual.reversed ? sum + one.accrual.points : sum;
          }, 0);
          expect(creditedPoints - debtPoints).toBe(standing);
        }
      }),
    );
  });

  it('a voucher that was redeemed, reserved elsewhere, stopped or late says so', () => {
    const trade = new Trade();
    expect(trade.lease('desk-2', TALON, 1).ok).toBe(true);
    expect(trade.redeem('desk-1', TALON, 1).outcome).toMatchObject({ code: 'VOUCHER_RESERVED' });
    expect(trade.lease('desk-1', TALON, 1)).toMatchObject({ code: 'VOUCHER_RESERVED' });
    const id = trade.redeemOffline('desk-2', TALON, 1) ?? '';
    expect(trade.redeem('desk-1', TALON, 1).outcome).toMatchObject({ code: 'VOUCHER_USED' });
    trade.end('desk-2', id, 'asset.reverse', null);
    expect(trade.redeem('desk-1', TALON, 1).outcome).toMatchObject({ code: 'VOUCHER_RESERVED' });
    const block = { ...BASE, workstationId: null, commandId: 'b', voucherId: 'talon-1' } as const;
    trade.ok({ kind: 'voucher.block', ...block });
    expect(trade.redeem('desk-2', TALON, 1).outcome).toMatchObject({ code: 'VOUCHER_BLOCKED' });
  });

  it.each([null, 20_001])('a voucher is used up whatever volume the desk tells: %s', (volumeMl) => {
    const trade = new Trade();
    trade.lease('desk-1', TALON, 1);
    const redemptionId = trade.redeemOffline('desk-1', TALON, 1) ?? '';
    const told = { commandId: 'told', redemptionId, volumeMl, capturedAtMs: NOON_MS };
    const outcome = trade.give({
      kind: 'asset.capture',
      ...BASE,
      workstationId: 'desk-1',
      ...told,
    });
    expect(outcome).toMatchObject({ ok: true, value: { differs: true } });
    expect(trade.counters(TALON)).toEqual({ captured: 1, held: 0, leased: 0 });
  });

  it('a redemption that was reversed before it arrived is refused for ever', () => {
    const trade = new Trade();
    trade.accrue('sale-1', 100);
    const ids = { commandId: 'r', redemptionId: 'lost', fromLeaseId: null, reversedAtMs: NOON_MS };
    trade.ok({ kind: 'asset.reverse', ...BASE, workstationId: 'desk-1', ...ids });
    const named = { redemptionId: 'lost', allowanceKey: MEMBER, quantity: 10, productId: null };
    const asked = {
      ...BASE,
      ...PLACE,
      workstationId: 'desk-1',
      commandId: 'lost',
      operatorId: 'o',
    };
    expect(trade.give({ kind: 'asset.redeem', ...asked, ...named })).toMatchObject({
      code: 'REDEMPTION_REVERSED',
    });
  });
});
