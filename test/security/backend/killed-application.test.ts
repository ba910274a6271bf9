import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import type { RouteId } from '#protocol/routes.ts';
import { draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { sentMessages } from '#test/support/backend/member-programme.ts';
import { useProgramme } from '#test/support/backend/programmes.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

const shipped = shippedProgrammes().find(({ account }) => account.birth === 'by-application');
const signIn = { lockAtError: 4, robotCheck: [] };
const profile = { ...programmeProfile.parse(shipped), documents: [], signIn };
const { programmeId } = profile;

let network: SmallNetwork;
let contractId: string;
let applicationId: string;
beforeEach(async () => {
  network = await startSmallNetwork();
  const { url, manager: session, administrator } = network;
  await useProgramme(network.backend, profile);
  const { rows } = await call(url, 'user.list', {}, { session: administrator });
  const headUserId = rows.find(({ login }) => login === 'curator')?.userId ?? null;
  const named = { memberContractId: null, curatorUserId: null, headUserId };
  const assignment = { commandId: uuid(), programmeId, ...named };
  await call(url, 'assignment.put', assignment, { session: administrator });
  const clientId = await enterClient(network);
  contractId = await draftContract(network, { clientId, programmeId });
  const signing = { commandId: uuid(), contractId, creditLimitMinor: 0 };
  await call(url, 'contract.sign', signing, { session });
  const authority = { title: 'Доверенность', number: '5' };
  const filed = await call(url, 'application.file', {
    commandId: uuid(),
    programmeId,
    form: {
      clientName: 'ООО «Котельная»',
      taxId: fictitiousInn(1),
      contractNumber: 'client-1',
      personName: 'Ольга Тестова',
      phone: '+79160000009',
      email: 'olga@example.org',
      authority: { ...authority, fromOn: '2026-01-01', untilOn: '2026-12-31' },
    },
    language: 'ru',
  });
  ({ applicationId } = filed);
  await call(url, 'application.see', { commandId: uuid(), applicationId }, { session });
});
afterEach(() => network.backend.stop());

/** Asks, has the backend die over its answer, and gives the answer to the same command again. */
async function askedAgain(routeId: RouteId, input: object): Promise<unknown> {
  const { answers } = network.backend.service.stores;
  const auth = { session: network.manager };
  const command = { commandId: uuid(), ...input };
  vi.spyOn(answers, 'keepAnswer').mockRejectedValueOnce(new Error('killed'));
  expect(outcomeOf(await callRaw(network.url, routeId, command, auth))).toBe('500 INTERNAL');
  const before = (await sentMessages(network)).length;
  const again = await callRaw(network.url, routeId, command, auth);
  expect(await sentMessages(network)).toHaveLength(before);
  return again.body;
}

describe('an application whose backend was killed over its answer', () => {
  it('[V-10] is made an account of once, and its user name is told', async () => {
    const made = await askedAgain('application.process', { applicationId, contractId });
    const accounts = await network.backend.rows<{ login: string }>(
      `SELECT login FROM user_account WHERE programme_id = '${programmeId}'`,
    );
    expect(accounts).toEqual([{ login: Object(made).login }]);
    expect(made).toMatchObject({ accessCode: null });
  });

  it('[V-10] is rejected once, with one letter', async () => {
    const rejecting = { applicationId, reason: 'нет' };
    expect(await askedAgain('application.reject', rejecting)).toEqual({ done: true });
  });
});
