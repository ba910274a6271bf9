import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import { Story } from '../../demo/story.ts';
import { BackendProcess } from '../../support/network/backend-process.ts';
import { Office } from '../../support/network/office.ts';
import { type Desk, expect, test } from '../support/desk.ts';
import { ask } from '../support/engine.ts';
import { signContract } from '../support/office.ts';
import { signIn } from '../support/steps.ts';
import * as person from './person-steps.ts';

/** Where recovery is in person, the office that handed an access over renews it, and no other. */

const PROGRAMME_ID = 'industrial-gas-supply';

/** An account out of an application on paper, handed over at this desk's office. */
async function handOver(desk: Desk): Promise<string> {
  await signIn(desk, 'manager');
  const { contractId } = await signContract(desk, {
    programmeId: PROGRAMME_ID,
    email: 'vera@example.com',
  });
  await person.signOut(desk);
  await signIn(desk, 'admin');
  const { rows } = await ask(desk, 'user:list', {});
  const headUserId = rows.find(({ login }) => login === 'admin')?.userId ?? null;
  const named = { curatorUserId: null, headUserId, memberContractId: null };
  const commandId = crypto.randomUUID();
  await ask(desk, 'assignment:put', { commandId, programmeId: PROGRAMME_ID, ...named });
  const { applicationId } = await ask(desk, 'application:enter', {
    commandId: crypto.randomUUID(),
    programmeId: PROGRAMME_ID,
    form: {
      clientName: 'ООО «Тихий рейс»',
      taxId: fictitiousInn(77),
      contractNumber: 'Т-77',
      personName: 'Снегирёва Вера',
      phone: '8 900 000-00-77',
      email: null,
      authority: { title: 'Приказ', number: '1', fromOn: '2026-01-01', untilOn: null },
    },
    language: 'ru',
  });
  await ask(desk, 'application:see', { commandId: crypto.randomUUID(), applicationId });
  const processing = { commandId: crypto.randomUUID(), applicationId, contractId };
  const { login } = await ask(desk, 'application:process', processing);
  await person.signOut(desk);
  return login;
}

const renew = (desk: Desk, login: string) =>
  ask(desk, 'recoveryCase:open', {
    commandId: crypto.randomUUID(),
    kind: 'in-person',
    programmeId: PROGRAMME_ID,
    login,
    checks: ['identity-document', 'authority-document', 'receipt-signed'],
  });

test('[V-17] a forgotten password is replaced at the office that handed the access over, and at no other', async ({
  launch,
}, testInfo) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-network-'));
  const backend = await BackendProcess.start(folder);
  try {
    const office = await Office.signIn(backend.url, 'admin');
    const deskAt = async (stationId: string): Promise<Desk> => {
      const desk = await launch({ profileDir: join(folder, stationId) });
      const story = new Story(desk, testInfo.outputPath(stationId));
      await story.join(backend.url, await office.enrolmentCode(stationId));
      return desk;
    };
    const here = await deskAt('station-1');
    const login = await handOver(here);
    const there = await deskAt('station-2');
    await signIn(there, 'manager');
    await expect(renew(there, login)).rejects.toThrow('OFFICE_MISMATCH');
    await signIn(here, 'manager');
    expect((await renew(here, login)).password).not.toBeNull();
    expect([...here.complaints, ...there.complaints]).toEqual([]);
    await there.end();
    await here.end();
  } finally {
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
