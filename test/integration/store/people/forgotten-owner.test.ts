import { v7 as uuid } from 'uuid';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { companyOf, draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { engineUnderTest } from '#test/support/engine.ts';

const programmeId = 'invented';
const NAME = 'Сәуле Ахметқызы';

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
  await useProgramme(network.backend, programmeWith({ birth: 'with-contract' }));
});
afterEach(() => network.backend.stop());

const office = () => ({ session: network.manager });

async function erase(userId: string): Promise<void> {
  const { url, administrator } = network;
  const asked = () => {
    const erasing = { commandId: uuid(), userId, reason: 'по заявлению' };
    return callRaw(url, 'account.erase', erasing, { session: administrator });
  };
  expect(outcomeOf(await asked())).toBe('422 SECOND_APPROVER_REQUIRED');
  const { rows } = await call(url, 'approval.list', {}, office());
  const giving = { commandId: uuid(), approvalId: rows[0]?.approvalId ?? '' };
  await call(url, 'approval.give', giving, office());
  expect(outcomeOf(await asked())).toBe('200');
}

/** Which tables say something, on either engine. */
async function tablesWith(text: string): Promise<readonly string[]> {
  const listed =
    engineUnderTest() === 'postgres'
      ? `SELECT table_name AS name FROM information_schema.tables
         WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`
      : `SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`;
  const found: string[] = [];
  for (const { name } of await network.backend.rows<{ name: string }>(listed)) {
    const rows = JSON.stringify(await network.backend.rows(`SELECT * FROM ${name}`));
    if (rows.includes(text)) found.push(name);
  }
  return found.toSorted();
}

async function signed() {
  const clientId = await enterClient(network, companyOf({ contactName: NAME }));
  const contractId = await draftContract(network, { clientId, programmeId });
  const signing = { commandId: uuid(), contractId, creditLimitMinor: 0 };
  const sign = () => call(network.url, 'contract.sign', signing, office());
  const { sheet } = await sign();
  if (sheet === undefined) throw new Error('the account is born with the contract');
  return { contractId, sheet, sign };
}

describe('the owner of an account that was born with a contract, once he is forgotten', () => {
  it('[R-08] is named by no kept answer, and by the papers of his firm alone', async () => {
    const { contractId, sheet, sign } = await signed();
    const reprint = { commandId: uuid(), contractId, reason: 'лист утерян' };
    await call(network.url, 'account.sheet', reprint, office());
    expect(await tablesWith(sheet.login)).toContain('command_outcome');
    await erase(sheet.userId);
    expect(await tablesWith(sheet.login)).toEqual([]);
    // The contract names whom the firm has said to be its contact: that is for the firm to change.
    expect(await tablesWith(NAME)).toEqual(['client']);
    // Signed again with a lost answer, nobody is named and nobody is born anew.
    expect((await sign()).sheet).toMatchObject({ login: '-', temporaryPassword: null });
  });

  it('leaves nothing that can be read in freed pages or in the log: the file is sealed', async (ctx) => {
    ctx.skip(engineUnderTest() === 'postgres', 'files of its own are the server’s business');
    const { sheet } = await signed();
    const { store } = network.backend;
    const bytes = () =>
      ['', '-wal'].map((end) => readFileSync(`${store.db.name}${end}`).toString('latin1')).join();
    // Neither before nor after: what SQLite has freed is under the same key as what it keeps.
    for (const known of [sheet.login, sheet.userId]) expect(bytes()).not.toContain(known);
    await erase(sheet.userId);
    for (const known of [sheet.login, sheet.userId]) expect(bytes()).not.toContain(known);
  });
});
