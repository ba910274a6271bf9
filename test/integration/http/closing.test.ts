import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteInput } from '#protocol/routes.ts';
import { addWithPassword } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const contractId = 'client-1';
const REASON = 'Договор расторгнут по письму клиента';

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
});
afterEach(() => network.backend.stop());

const desk = () => ({ bearer: network.workstation.bearer, session: network.operator });
const office = () => ({ session: network.manager });

function close(reason = REASON) {
  const asked = { commandId: uuid(), contractId, reason };
  return call(network.url, 'contract.close', asked, office());
}

function fill(saleId: string): RouteInput<'sale.authorize'> {
  const what = { cardId: 'card-1', productId: 'dt', pumpNumber: 1, pin: null };
  return { saleId, ...what, ask: { by: 'volume', volumeMl: 10_000 }, leaseReturns: [] };
}

async function representative(): Promise<void> {
  const rep = { login: 'rep', programmeId: null, clientId: 'client-1' };
  await addWithPassword(network.backend, rep);
}

describe('a contract that is ended', () => {
  it('[N-07] sells nothing more from that moment, and shows who ended it and why (I5)', async () => {
    const { url } = network;
    await close();
    const refused = await callRaw(url, 'sale.authorize', fill(uuid()), desk());
    expect(refused.body).toMatchObject({ code: 'CONTRACT_CLOSED' });
    const shown = await call(url, 'contract.get', { contractId }, office());
    expect(shown).toMatchObject({ contract: { state: 'closed' }, closing: { reason: REASON } });
    // The other client goes on.
    const other = { ...fill(uuid()), cardId: 'card-3' };
    expect((await call(url, 'sale.authorize', other, desk())).state).toBe('held');
  });

  it('books the fill that had begun, and its statement stays readable', async () => {
    const { url } = network;
    const saleId = uuid();
    await call(url, 'sale.authorize', fill(saleId), desk());
    await close();
    const capturedAtMs = network.backend.clock.nowMs();
    const end = { commandId: uuid(), saleId, volumeMl: 9_000, capturedAtMs, slipNumber: 1 };
    const sale = await call(url, 'sale.capture', end, desk());
    expect(sale).toMatchObject({ state: 'captured', volumeMl: 9_000 });
    const period = { fromDate: '2026-01-01', toDate: '2026-12-31' };
    const subject = { subjectKind: 'contract', subjectId: contractId } as const;
    const statement = await call(url, 'statement.get', { ...subject, ...period }, office());
    expect(statement.lines.map((line) => line.lineId).join()).toContain(saleId);
  });

  it('is ended once: the first reason stays, and nothing opens it again', async () => {
    const { url } = network;
    await close();
    await close('another reason');
    const { closing } = await call(url, 'contract.get', { contractId }, office());
    expect(closing?.reason).toBe(REASON);
    const sign = { commandId: uuid(), contractId, creditLimitMinor: 0 };
    const opened = await callRaw(url, 'contract.sign', sign, office());
    expect(opened.body).toMatchObject({ code: 'CONTRACT_CLOSED' });
  });

  it("[N-07] lets the client's person in no more; only the right password is told why", async () => {
    const { url } = network;
    await representative();
    const session = await signIn(url, 'rep');
    await call(url, 'contract.get', { contractId }, { session });
    await close();
    const held = await callRaw(url, 'contract.get', { contractId }, { session });
    expect(outcomeOf(held)).toBe('403 ACCOUNT_CLOSED');
    const tried = (password: string) =>
      callRaw(url, 'session.open', { login: 'rep', password, workstationId: null });
    expect(outcomeOf(await tried('not the password'))).toBe('401 AUTH_INVALID');
    expect(outcomeOf(await tried(PASSWORD))).toBe('403 ACCOUNT_CLOSED');
    expect(outcomeOf(await callRaw(url, 'contract.list', {}, office()))).toBe('200');
  });

  it.each([
    [true, '403 ACCOUNT_CLOSED'],
    [false, '200'],
  ])('[N-07] ends access on the day where the programme says so: %s', async (day, outcome) => {
    const { url, backend } = network;
    const like = programmeWith({ birth: 'with-contract', sameDayClosing: day });
    await useProgramme(backend, like);
    const of = { programmeId: like.programmeId, clientId: contractId };
    const person = { login: 'reader', role: 'representative', ...of } as const;
    await addWithPassword(backend, person);
    const entry = { login: 'reader', password: PASSWORD, workstationId: null };
    const asked = { ...entry, programmeId: like.programmeId };
    const { token: session } = await call(url, 'session.open', asked);
    await close();
    const read = await callRaw(url, 'contract.get', { contractId }, { session });
    expect(outcomeOf(read)).toBe(outcome);
    expect(outcomeOf(await callRaw(url, 'session.open', asked))).toBe(outcome);
  });

  it('is not ended by who may not change contracts, nor without a reason', async () => {
    const { url, operator } = network;
    const asked = { commandId: uuid(), contractId, reason: REASON };
    const byOperator = await callRaw(url, 'contract.close', asked, { session: operator });
    expect(outcomeOf(byOperator)).toBe('403 FORBIDDEN');
    const silent = await callRaw(url, 'contract.close', { ...asked, reason: '' }, office());
    expect(outcomeOf(silent)).toMatch(/^400/u);
    const unknown = { ...asked, contractId: 'nobody' };
    const missing = await callRaw(url, 'contract.close', unknown, office());
    expect(outcomeOf(missing)).toBe('404 CONTRACT_NOT_FOUND');
  });
});
