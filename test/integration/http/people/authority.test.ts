import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { addPerson, sessionFor } from '#test/support/backend/programme-people.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import { addWithPassword } from '#test/support/backend/door-people.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const contractId = 'client-1';
/** From the afternoon on which the tests begin to midnight in Moscow, the contract's zone. */
const TO_MIDNIGHT_MS = 9 * 3_600_000;

let network: SmallNetwork;
let userId: string;
beforeEach(async () => {
  network = await startSmallNetwork();
  const rep = { login: 'rep', programmeId: null, clientId: 'client-1' };
  ({ userId } = await addWithPassword(network.backend, rep));
});
afterEach(() => network.backend.stop());

function put(fromOn: string, untilOn: string | null, contract = contractId) {
  const document = { title: 'Доверенность', number: '12', fromOn, untilOn };
  const asked = { commandId: uuid(), userId, contractId: contract, document };
  return callRaw(network.url, 'account.authority', asked, { session: network.manager });
}

const open = (password = PASSWORD) =>
  callRaw(network.url, 'session.open', { login: 'rep', password, workstationId: null });

const read = (session: string) => callRaw(network.url, 'contract.get', { contractId }, { session });

describe('a representative’s paper', () => {
  it('[V-02] holds through its last day, and lets him do nothing from midnight on', async () => {
    expect(outcomeOf(await put('2026-01-01', '2026-11-21'))).toBe('200');
    const session = await signIn(network.url, 'rep');
    network.backend.clock.pass(TO_MIDNIGHT_MS - 1);
    expect(outcomeOf(await read(session))).toBe('200');
    network.backend.clock.pass(1);
    expect((await read(session)).body).toMatchObject({
      code: 'AUTHORITY_EXPIRED',
      params: { fromOn: '2026-01-01', untilOn: '2026-11-21' },
    });
    expect(outcomeOf(await open())).toBe('403 AUTHORITY_EXPIRED');
    expect(outcomeOf(await open('another password'))).toBe('401 AUTH_INVALID');
  });

  it('[V-02] holds from its first day, and without an end where it has none', async () => {
    await put('2026-11-22', null);
    expect(outcomeOf(await open())).toBe('403 AUTHORITY_EXPIRED');
    network.backend.clock.pass(TO_MIDNIGHT_MS);
    expect(outcomeOf(await open())).toBe('200');
  });

  it('[V-02] is replaced by a new one, for a contract of his own client alone', async () => {
    await put('2026-01-01', '2026-11-20');
    expect(outcomeOf(await open())).toBe('403 AUTHORITY_EXPIRED');
    expect(outcomeOf(await put('2026-01-01', null, 'client-2'))).toBe('404 CONTRACT_NOT_FOUND');
    expect(outcomeOf(await put('2026-11-21', '2026-11-20'))).toBe('400 FIELD_INVALID');
    await put('2026-01-01', '2027-01-01');
    expect(outcomeOf(await open())).toBe('200');
  });

  it('[V-02] is what one is let in by where the programme asks for it, however the account came', async () => {
    const profile = programmeWith({ birth: 'by-application' });
    await useProgramme(network.backend, profile);
    const account = await addPerson(network, profile, { clientId: 'client-1' });
    const { session } = await sessionFor(network, account);
    expect(outcomeOf(await read(session))).toBe('403 AUTHORITY_MISSING');
    userId = account.userId;
    expect(outcomeOf(await put('2026-01-01', null))).toBe('200');
    expect(outcomeOf(await read(session))).toBe('200');
  });
});
