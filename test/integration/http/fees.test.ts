import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, callRaw, type TestAnswer } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

const office = () => ({ session: network.manager });

/** The contract takes fees with these ids from now on, each of every fill. */
function charge(...feeIds: readonly string[]): Promise<TestAnswer> {
  const dated = { fromDate: '2026-01-01', untilDate: null };
  const fees = feeIds.map((feeId, index) => {
    const amount = { by: 'fill', amountMinor: 100 * (index + 1) } as const;
    return { ...dated, feeId, name: 'Fee', charge: amount, vatRateBp: 0 };
  });
  const terms = { captureTolerance: null, fees, discounts: [] };
  const asked = { commandId: uuid(), contractId: 'client-1', terms };
  return callRaw(network.url, 'contract.set-terms', asked, office());
}

it('[I3] two fees under one id are refused, lest the books keep one of them', async () => {
  expect(await charge('card', 'card')).toMatchObject({
    status: 400,
    body: { code: 'FIELD_INVALID', params: { field: 'terms.fees.feeId' } },
  });
});

it('a statement with a fee of a long id can be read', async () => {
  const { url, workstation, operator, backend } = network;
  const feeId = 'f'.repeat(80);
  expect((await charge(feeId)).status).toBe(200);
  const desk = { bearer: workstation.bearer, session: operator };
  const saleId = uuid();
  const fill = { saleId, cardId: 'card-1', productId: 'dt', pumpNumber: 1, pin: null };
  const ask = { by: 'volume', volumeMl: 1_000 } as const;
  await call(url, 'sale.authorize', { ...fill, ask, leaseReturns: [] }, desk);
  const sold = { saleId, volumeMl: 1_000, capturedAtMs: backend.clock.nowMs(), slipNumber: 1 };
  await call(url, 'sale.capture', { commandId: uuid(), ...sold }, desk);
  const dates = { fromDate: '2026-11-01', toDate: '2026-11-30' };
  const subject = { subjectKind: 'contract', subjectId: 'client-1' } as const;
  const { lines } = await call(url, 'statement.get', { ...subject, ...dates }, office());
  expect(lines.map(({ lineId }) => lineId)).toContain(`${saleId}:${feeId}`);
});
