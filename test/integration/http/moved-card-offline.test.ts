import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { engineUnderTest } from '#test/support/engine.ts';
import { call } from '#test/support/backend/http-client.ts';
import {
  limitFirstCard,
  pans,
  PRICE_MINOR_PER_LITRE,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const HOUR_MS = 3_600_000;
const VOLUME_ML = 10_000;
const AMOUNT_MINOR = (VOLUME_ML / 1000) * PRICE_MINOR_PER_LITRE;

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

const nowMs = () => network.backend.clock.nowMs();

/** A fill with the link: from now on the card is at home here, and may be leased. */
async function sellOnce(): Promise<void> {
  const { url, workstation, operator } = network;
  const desk = { bearer: workstation.bearer, session: operator };
  const saleId = uuid();
  const fill = { saleId, cardId: 'card-1', productId: 'dt', pumpNumber: 1, pin: null };
  const ask = { by: 'volume', volumeMl: VOLUME_ML } as const;
  await call(url, 'sale.authorize', { ...fill, ask, leaseReturns: [] }, desk);
  const sold = { saleId, volumeMl: VOLUME_ML, capturedAtMs: nowMs(), slipNumber: 6 };
  await call(url, 'sale.capture', { commandId: uuid(), ...sold }, desk);
}

/** What the desk was given for the first card while it was the first client's. */
async function leases() {
  const { url, workstation } = network;
  const wanted = { amountMinor: 2 * AMOUNT_MINOR, volumeMl: 2 * VOLUME_ML, count: 2 };
  const asked = { commandId: uuid(), cardId: 'card-1', wanted };
  const grant = await call(url, 'lease.grant', asked, { bearer: workstation.bearer });
  return grant.leases.filter(({ validFromMs }) => validFromMs <= nowMs());
}

/** The card goes to the second client by the register. */
async function moveCard(): Promise<void> {
  const nobody = { holder: null, vehicle: null, expiresOn: null };
  const row = { sourceId: 'card-1', pan: pans[0] ?? '', clientSourceId: 'client-2', ...nobody };
  const content = { register: 'cards' as const, rows: [row] };
  const asked = { commandId: uuid(), content };
  await call(network.url, 'register.import', asked, { session: network.manager });
}

it('a fill without the link is paid by whose card it was, also when the card has gone to another', async () => {
  const { url, workstation, stationId, backend, manager } = network;
  await limitFirstCard(network, { measure: 'volume', amount: 100_000 });
  await sellOnce();
  const granted = await leases();
  const held = granted.map(({ allowanceKey, measure, leaseId }) => {
    return { allowanceKey, measure, held: measure === 'money' ? AMOUNT_MINOR : VOLUME_ML, leaseId };
  });
  expect(held.map(({ measure }) => measure)).toEqual(['volume', 'money']);
  const soldAtMs = nowMs();
  backend.clock.pass(HOUR_MS);
  await moveCard();
  await workstation.openSession(nowMs());
  const saleId = uuid();
  const fill = { saleId, mode: 'offline', cardId: 'card-1', stationId, productId: 'dt' } as const;
  const price = { priceMinorPerLitre: PRICE_MINOR_PER_LITRE, vatRateBp: 0 };
  const amounts = { holdAmountMinor: AMOUNT_MINOR, holdVolumeMl: VOLUME_ML, parts: held };
  const who = { pumpNumber: 2, operatorId: 'somebody', authorizedAtMs: soldAtMs };
  const sold = { volumeMl: VOLUME_ML, amountMinor: AMOUNT_MINOR, vatMinor: 0, slipNumber: 7 };
  const spent = (measure: string) => held.find((part) => part.measure === measure)?.held ?? 0;
  const pushed = await workstation.push([
    workstation.write('sale.held', { ...fill, ...price, ...who, ...amounts }, soldAtMs),
    workstation.write('sale.captured', { saleId, ...sold }, soldAtMs),
    ...granted.map(({ leaseId, measure, granted: whole }) => {
      const quantity = whole - spent(measure);
      return workstation.write('lease.returned', { returnId: uuid(), leaseId, quantity }, nowMs());
    }),
  ]);
  expect(new Set(pushed.answers.map(({ status }) => status))).toEqual(new Set(['applied']));
  const money = async (contractId: string) => {
    const asked = { contractId };
    const { remainders } = await call(url, 'contract.get', asked, { session: manager });
    return remainders.find(({ allowanceKey }) => allowanceKey === `money/${contractId}`)?.used;
  };
  expect([await money('client-1'), await money('client-2')]).toEqual([2 * AMOUNT_MINOR, 0]);
  const { remainders } = await call(url, 'card.get', { cardId: 'card-1' }, { session: manager });
  // What its lease paid is counted once, and what was left of it is free again.
  expect(remainders.find(({ measure }) => measure === 'volume')?.used).toBe(2 * VOLUME_ML);
  if (engineUnderTest() === 'sqlite') expect(backend.verify()).toMatchObject({ ok: true });
});
