import { expect, it } from 'vitest';
import { decide } from '#domain/authority/decide.ts';
import type { GrantLeasesCommand } from '#domain/authority/command.ts';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import { cardOf, FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

const HOUR_MS = 3_600_000;

function leasedMl(plannedMl: number): number {
  const terms = { ...PLAIN_TERMS, amount: plannedMl };
  const scheduled = [{ fromMs: NOON_MS + HOUR_MS, terms }];
  const limits = [limitOf({ amount: 100_000, measure: 'volume', scheduled })];
  const book = new FactBook({ card: cardOf({ offlinePolicy: 'everywhere' }), limits });
  const command: GrantLeasesCommand = {
    kind: 'lease.grant',
    commandId: 'grant-1',
    atMs: NOON_MS,
    workstationId: 'desk-1',
    cardId: 'card-1',
    stationId: 'station-1',
    wanted: { amountMinor: 500_000, volumeMl: 50_000, count: 1 },
  };
  const { changes } = decide(command, book.facts(command));
  const leases = changes.flatMap((change) => (change.kind === 'lease.put' ? change.lease : []));
  const here = leases.filter(
    ({ measure, validFromMs }) => measure === 'volume' && validFromMs === NOON_MS,
  );
  return here.reduce((sum, lease) => sum + lease.granted, 0);
}

it('a lease that outlives a planned lowering is no larger than what is planned', () => {
  expect(leasedMl(100_000)).toBeGreaterThan(7_000);
  expect(leasedMl(7_000)).toBeLessThanOrEqual(7_000);
  expect(leasedMl(0)).toBe(0);
});
