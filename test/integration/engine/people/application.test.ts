import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import type { BridgeInput } from '#protocol/bridge.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import { call } from '#test/support/backend/http-client.ts';
import { openProgramme } from '#test/support/backend/programme-people.ts';
import { deskPerTest } from '#test/support/engine/desks.ts';

const desk = deskPerTest();
const shipped = shippedProgrammes().find(({ account }) => account.birth === 'by-application');
const profile = programmeProfile.parse({
  ...shipped,
  signIn: { lockAtError: null, robotCheck: ['registration'] },
});
const { programmeId } = profile;

beforeEach(async () => {
  const { network } = desk;
  await openProgramme(network, profile);
  const auth = { session: network.administrator };
  const { rows } = await call(network.url, 'user.list', { search: 'curator' }, auth);
  const people = { curatorUserId: null, headUserId: rows[0]?.userId ?? null };
  const assignment = { programmeId, memberContractId: null, ...people };
  await call(network.url, 'assignment.put', { commandId: uuid(), ...assignment }, auth);
  await desk.bench.ok('session:signOut', {});
});

const application = (): BridgeInput<'application:file'> => ({
  commandId: uuid(),
  programmeId,
  form: {
    clientName: 'ООО «Котельная»',
    taxId: '7707083893',
    contractNumber: 'client-1',
    personName: 'Ольга Тестова',
    phone: '8 916 000-00-09',
    email: null,
    authority: { title: 'Доверенность', number: '5', fromOn: '2026-01-01', untilOn: null },
  },
  language: 'ru',
});

describe('an application for access at a desk where nobody is signed in', () => {
  it('[V-09] [R-09] passes the robot check by itself, gets a number, and says who reads it', async () => {
    const filed = await desk.bench.ok('application:file', application());
    expect(filed).toMatchObject({ number: 1, note: 'CURATOR_NOT_ASSIGNED' });
  });

  it('[V-09] is not taken without the link, and told so', async () => {
    await desk.bench.cut();
    const refused = await desk.bench.refused('application:file', application());
    expect(refused.code).toBe('LINK_DOWN');
  });
});
