import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exposureCsv } from '#engine/export/exposure-csv.ts';
import { exposureWorkbook } from '#engine/export/exposure-workbook.ts';
import { withLuhn } from '#domain/card/pan.ts';
import { exposureFound, exposureTotals } from '#domain/lease/exposure.ts';
import type { ExposureLeaseRecord } from '#protocol/records/exposure.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import { call } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { limitOf } from '#test/support/facts.ts';

let network: SmallNetwork;
const cardIds: string[] = [];
beforeAll(async () => {
  network = await startSmallNetwork();
  const { url, manager: session } = network;
  const people = { holder: null, vehicle: null, tankCapacityMl: null, expiresOn: null };
  const anything = { transactionMaxMl: null, transactionMaxMinor: null, productIds: null };
  for (const [index, contractId] of ['client-1', 'client-2'].entries()) {
    const own = { contractId, pan: withLuhn(`99990000000007${index}`), stationIds: null };
    const issue = { commandId: uuid(), ...own, ...people, ...anything };
    const { cardId } = await call(
      url,
      'card.issue',
      { ...issue, offlinePolicy: 'everywhere' },
      { session },
    );
    cardIds.push(cardId);
    await lease(cardId);
  }
});
afterAll(() => network.backend.stop());

async function lease(cardId: string): Promise<void> {
  const { url, workstation } = network;
  const wanted = { amountMinor: 100_000, volumeMl: 20_000, count: 1 };
  const desk = { bearer: workstation.bearer };
  await call(url, 'lease.grant', { commandId: uuid(), cardId, wanted }, desk);
}

async function lines(limit: number): Promise<readonly ExposureLeaseRecord[]> {
  const { url, manager: session } = network;
  const rows: ExposureLeaseRecord[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const from: { cursor?: string } = cursor === '' ? {} : { cursor };
    const asked = { limit, ...from };
    const page: RouteAnswer<'exposure.leases'> = await call(url, 'exposure.leases', asked, {
      session,
    });
    rows.push(...page.rows);
    if (page.nextCursor === cursor) throw new Error('the same page comes again and again');
    cursor = page.nextCursor;
  }
  return rows;
}

describe('what could still be spent without the link', () => {
  it('is told line by line with names, the same on one page and on many', async () => {
    const all = await lines(500);
    expect(all.map(({ clientName, kind }) => `${clientName} ${kind}`)).toEqual([
      'client-1 money',
      'client-2 money',
    ]);
    expect(all[0]).toMatchObject({ workstationName: 'Desk 1', stationName: 'Station 1' });
    expect(all[0]?.leased).toBeGreaterThan(0);
    expect(all[0]?.untilMs).toBeGreaterThan(network.backend.clock.nowMs());
    expect(await lines(1)).toEqual(all);
  });

  it('is summed by kind and currency, and found by any of its names', async () => {
    const all = await lines(500);
    const leased = all.reduce((sum, line) => sum + line.leased, 0);
    expect(exposureTotals(all)).toMatchObject([{ kind: 'money', leased, lineCount: 2 }]);
    expect(all.filter((line) => exposureFound(line, 'CLIENT-2 desk'))).toHaveLength(1);
    expect(all.filter((line) => exposureFound(line, 'nobody'))).toEqual([]);
  });

  it('goes into a file whose names are no formulas and whose amounts are whole money', async () => {
    const [line] = await lines(500);
    if (line === undefined) throw new Error('no line');
    const rows = [{ ...line, clientName: '=1+1', leased: 123_456 }];
    const report = { rows, asOfMs: network.backend.clock.nowMs() };
    const text = new TextDecoder().decode(await exposureCsv(report, 'ru'));
    expect(text).toContain(`;'=1+1;`);
    expect(text).toContain(';1234.56;');
    expect(text.split('\r\n')).toHaveLength(1 + rows.length + 1 + 1);
    const workbook = await exposureWorkbook(report, 'ru');
    expect(new TextDecoder('latin1').decode(workbook.subarray(0, 2))).toBe('PK');
  });

  it('ends, however many leases one workstation has of one contract', async () => {
    const { url, manager: session } = network;
    const [, cardId = ''] = cardIds;
    for (const period of ['day', 'week', 'month'] as const) {
      const limit = limitOf({ limitId: uuid(), subjectId: cardId, period });
      await call(url, 'limit.set', { commandId: uuid(), limit: { ...limit } }, { session });
    }
    await lease(cardId);
    const all = await lines(500);
    expect(all.map(({ clientName, kind }) => `${clientName} ${kind}`)).toEqual([
      'client-1 money',
      'client-2 money',
      'client-2 limit',
    ]);
    expect(await lines(1)).toEqual(all);
  });
});
