import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeHistory, type HistoryMonth } from '#backend/demo/history.ts';
import { sizes } from '#backend/demo/model.ts';
import { makeNetwork } from '#backend/demo/network.ts';
import { luhnValid } from '#domain/card/pan.ts';
import { taxIdValid } from '#domain/client/tax-id.ts';
import { localDate } from '#domain/time/local-date.ts';

const UNTIL_MS = Date.UTC(2026, 1, 15);
const SIZE = { ...sizes.small, cards: 300, days: 90 };
const network = makeNetwork(7, SIZE, UNTIL_MS);
const months = [...history(7)];
const sales = months.flatMap((month) => month.sales);

function history(seed: number): Generator<HistoryMonth> {
  return makeHistory({ network, seed, days: SIZE.days, untilMs: UNTIL_MS });
}

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

describe('a demonstration network', () => {
  it('is the same for the same seed and another for another', () => {
    expect(digest(makeNetwork(7, SIZE, UNTIL_MS))).toBe(digest(network));
    expect(digest(makeNetwork(8, SIZE, UNTIL_MS))).not.toBe(digest(network));
    expect(digest([...history(7)])).toBe(digest(months));
    expect(digest([...history(8)])).not.toBe(digest(months));
  });

  it('names nobody: impossible tax ids with right check digits, unassigned phones, .example', () => {
    for (const client of network.clients) {
      const country = client.country === 'KZ' ? 'KZ' : 'RU';
      expect(taxIdValid(country, client.taxId ?? '')).toBe(true);
      // No Russian region is 00; no month is 13 and above.
      if (country === 'RU') expect(client.taxId?.startsWith('00')).toBe(true);
      else expect(Number(client.taxId?.slice(2, 4))).toBeGreaterThan(12);
      expect(client.phone).toMatch(/^\+7000\d{7}$/u);
      expect(client.email).toMatch(/\.example$/u);
    }
  });

  it('has numbers of no issuer, each once and with a right check digit', () => {
    const pans = network.cards.map((demo) => demo.pan);
    expect(new Set(pans).size).toBe(pans.length);
    for (const pan of pans) expect([pan.startsWith('9999'), luhnValid(pan)]).toEqual([true, true]);
  });
});

describe('its history', () => {
  it('has an id of its own for every operation and lies in its period', () => {
    const transfers = months.flatMap((month) => month.topUps.map((topUp) => topUp.transferId));
    const ids = [...sales.map((sale) => sale.saleId), ...transfers];
    expect(new Set(ids).size).toBe(ids.length);
    const times = sales.map((sale) => sale.authorizedAtMs);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(UNTIL_MS - SIZE.days * 86_400_000);
    expect(Math.max(...times)).toBeLessThan(UNTIL_MS);
  });

  it('never sells what was not paid for', () => {
    const balances = new Map<string, number>();
    for (const { topUps, sales: sold } of months) {
      for (const { contractId, amountMinor } of topUps) {
        balances.set(contractId, (balances.get(contractId) ?? 0) + amountMinor);
      }
      for (const { contractId, amountMinor } of sold) {
        const balance = (balances.get(contractId) ?? 0) - amountMinor;
        balances.set(contractId, balance);
        expect(balance).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it('never sells above a day limit or into a fuller tank', () => {
    const soldMl = new Map<string, number>();
    const dayLimits = new Map(
      network.limits
        .filter((limit) => limit.period === 'day' && limit.measure === 'volume')
        .map((limit) => [limit.subjectId, limit.amount]),
    );
    const contracts = new Map(network.contracts.map((one) => [one.contractId, one]));
    for (const { cardId, contractId, authorizedAtMs, volumeMl } of sales) {
      const zone = contracts.get(contractId)?.zone ?? 'UTC';
      const day = `${cardId} ${localDate(authorizedAtMs, zone)}`;
      soldMl.set(day, (soldMl.get(day) ?? 0) + volumeMl);
      expect(soldMl.get(day)).toBeLessThanOrEqual(dayLimits.get(cardId) ?? 0);
    }
  });

  it('is quieter on Sundays than on Fridays and at night than in the evening', () => {
    const count = (matches: (date: Date) => boolean): number =>
      sales.filter((sale) => matches(new Date(sale.authorizedAtMs))).length;
    expect(count((d) => d.getUTCDay() === 0)).toBeLessThan(count((d) => d.getUTCDay() === 5));
    expect(count((d) => d.getUTCHours() === 3)).toBeLessThan(count((d) => d.getUTCHours() === 18));
  });

  it('has VAT of the day: 20 and 12 % in 2025, 22 and 16 % from 2026', () => {
    const rates = (year: string): Set<number> =>
      new Set(
        sales
          .filter((sale) => new Date(sale.authorizedAtMs).toISOString().startsWith(year))
          .filter((sale) => sale.authorizedAtMs % 86_400_000 < 12 * 3_600_000)
          .map((sale) => sale.vatRateBp),
      );
    expect(rates('2025')).toEqual(new Set([1200, 2000]));
    expect(rates('2026')).toEqual(new Set([1600, 2200]));
  });
});
