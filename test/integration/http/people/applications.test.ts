import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { companyOf, draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { useProgramme } from '#test/support/backend/programmes.ts';
import { sentMessages } from '#test/support/backend/member-programme.ts';
import { addStaff } from '#test/support/backend/door-people.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { solveRobotCheck } from '#test/support/backend/solve-robot-check.ts';

const DAY_MS = 24 * 3_600_000;
let network: SmallNetwork;
let curator: string;
let head: string;
let clientId: string;
let contractId: string;
const shipped = shippedProgrammes().find(({ account }) => account.birth === 'by-application');
const profile = programmeProfile.parse(shipped);
const { programmeId } = profile;

beforeEach(async () => {
  network = await startSmallNetwork();
  const auth = { session: network.administrator };
  const put = { commandId: uuid(), profile, active: true, revision: null };
  await call(network.url, 'programme.put', put, auth);
  for (const { kind } of profile.documents) {
    const texts = { ru: { title: kind, body: `${kind}: текст` } };
    const publishing = { commandId: uuid(), programmeId, kind, fromMs: null, texts };
    await call(network.url, 'terms.publish', publishing, auth);
  }
  const { url } = network;
  const { rows } = await call(url, 'user.list', {}, auth);
  const chief = { login: 'head', displayName: 'Head', role: 'client-manager' } as const;
  const headUserId = await addStaff(network.backend, chief);
  const curatorUserId = rows.find(({ login }) => login === 'curator')?.userId ?? null;
  await assign({ curatorUserId, headUserId });
  curator = network.manager;
  head = await signIn(url, 'head');
  clientId = await enterClient(network);
  contractId = await signedContract({ clientId, programmeId });
});
afterEach(() => network.backend.stop());

async function signedContract(of: Parameters<typeof draftContract>[1]): Promise<string> {
  const drafted = await draftContract(network, of);
  const signing = { commandId: uuid(), contractId: drafted, creditLimitMinor: 0 };
  await call(network.url, 'contract.sign', signing, { session: network.manager });
  return drafted;
}

type Named = Pick<RouteInput<'assignment.put'>, 'curatorUserId' | 'headUserId'>;

const assign = ({ curatorUserId, headUserId }: Named) => {
  const assignment = { programmeId, memberContractId: null, curatorUserId, headUserId };
  const auth = { session: network.administrator };
  return call(network.url, 'assignment.put', { commandId: uuid(), ...assignment }, auth);
};

type Filing = RouteInput<'application.enter'>;

const filing = (patch: Partial<Filing['form']> = {}): Filing => ({
  commandId: uuid(),
  programmeId,
  form: {
    clientName: 'ООО «Котельная»',
    taxId: fictitiousInn(1),
    contractNumber: 'client-1',
    personName: 'Ольга  Тестова',
    phone: '8 916 000-00-09',
    email: 'Olga@Example.org',
    authority: { title: 'Доверенность', number: '5', fromOn: '2026-01-01', untilOn: '2026-12-31' },
    ...patch,
  },
  language: 'ru',
});

const file = (patch: Partial<Filing['form']> = {}) =>
  call(network.url, 'application.file', filing(patch));
const see = (applicationId: string, session: string) =>
  call(network.url, 'application.see', { commandId: uuid(), applicationId }, { session });
const process = (applicationId: string, onto = contractId, session = head) =>
  processAs(uuid(), { applicationId, contractId: onto }, session);
const processAs = (
  commandId: string,
  asked: { readonly applicationId: string; readonly contractId: string },
  session = head,
) => callRaw(network.url, 'application.process', { commandId, ...asked }, { session });
const outcomeOfProcess = async (id: string, onto?: string) => outcomeOf(await process(id, onto));

describe('an application before sign-in', () => {
  it('[V-09] is filed by a form, gets a number, and goes to the curator and to the head', async () => {
    const first = filing();
    const { number } = await call(network.url, 'application.file', first);
    expect(number).toBe(1);
    expect(await call(network.url, 'application.file', first)).toMatchObject({ number: 1 });
    expect((await file({ contractNumber: 'another' })).number).toBe(2);
    const { rows } = await call(network.url, 'application.list', {}, { session: curator });
    expect(rows.map((row) => row.number)).toEqual([2, 1]);
    // A list shows nobody's contacts whole; opened, the form does (G5).
    expect(rows[1]?.form).toMatchObject({ phone: '+7•••09', email: 'o•••@example.org' });
    const opened = await see(rows[1]?.applicationId ?? '', curator);
    expect(opened.form).toMatchObject({
      phone: '+79160000009',
      email: 'olga@example.org',
      personName: 'Ольга Тестова',
    });
    const sent = await sentMessages(network);
    const about = `SELECT number FROM message JOIN application ON application_id = about_id`;
    expect(await network.backend.rows(about)).toHaveLength(4);
    expect(sent[0]?.params).toMatchObject({ applicationNumber: '2', curator: 'curator' });
  });

  it('[V-09][R-09] is told its number again with the proof that was spent on it', async () => {
    const checked = { ...profile, programmeId: 'checked', documents: [] };
    const asking = { ...profile.signIn, robotCheck: ['registration'] } as const;
    await useProgramme(network.backend, { ...checked, signIn: asking });
    const { rows } = await call(network.url, 'user.list', {}, { session: network.administrator });
    const headUserId = rows.find(({ login }) => login === 'head')?.userId ?? null;
    const assignment = { memberContractId: null, curatorUserId: null, headUserId };
    const put = { commandId: uuid(), programmeId: 'checked', ...assignment };
    await call(network.url, 'assignment.put', put, { session: network.administrator });
    const unproved = { ...filing(), programmeId: 'checked' };
    const refused = await callRaw(network.url, 'application.file', unproved);
    expect(outcomeOf(refused)).toBe('401 CHALLENGE_FAILED');
    const first = { ...unproved, robotProof: await solveRobotCheck(network.url) };
    const { number } = await call(network.url, 'application.file', first);
    expect((await call(network.url, 'application.file', first)).number).toBe(number);
    const another = { ...first, commandId: uuid() };
    const spent = await callRaw(network.url, 'application.file', another);
    expect(outcomeOf(spent)).toBe('401 CHALLENGE_FAILED');
  });

  it('[V-09] is found by its number, its client, its contract and its person, page by page', async () => {
    for (let made = 1; made <= 3; made += 1) await file({ contractNumber: `Г-${made}` });
    await file({ clientName: 'АО «Ёлка»', contractNumber: 'Г-9', personName: 'Иван Тестов' });
    const auth = { session: curator };
    const found = async (search: string, cursor?: string) => {
      const asked = { search, limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const { rows, nextCursor } = await call(network.url, 'application.list', asked, auth);
      return { numbers: rows.map((row) => row.number), nextCursor };
    };
    expect((await found('елка иван')).numbers).toEqual([4]);
    expect((await found('г-2')).numbers).toEqual([2]);
    expect((await found('никто')).numbers).toEqual([]);
    const first = await found('КОТЕЛЬНАЯ');
    expect(first.numbers).toEqual([3, 2]);
    const rest = await found('КОТЕЛЬНАЯ', first.nextCursor ?? '');
    expect(rest).toEqual({ numbers: [1], nextCursor: null });
  });

  it('[V-09] is entered from paper by a client manager, and by nobody at a till', async () => {
    const paper = filing();
    const { url, operator } = network;
    const refused = await callRaw(url, 'application.enter', paper, { session: operator });
    expect(outcomeOf(refused)).toBe('403 FORBIDDEN');
    const { applicationId } = await call(url, 'application.enter', paper, { session: curator });
    expect(await see(applicationId, head)).toMatchObject({ source: 'paper' });
  });

  it('[V-09] without a curator goes to the head only, and that is noted', async () => {
    const { rows } = await call(network.url, 'user.list', {}, { session: network.administrator });
    const headUserId = rows.find(({ login }) => login === 'head')?.userId ?? null;
    await assign({ curatorUserId: null, headUserId });
    const { applicationId, note } = await file();
    expect(note).toBe('CURATOR_NOT_ASSIGNED');
    expect(await sentMessages(network)).toHaveLength(1);
    const noted = await network.backend.rows<{ code: string }>(
      `SELECT code FROM audit_entry WHERE event = 'application.file'`,
    );
    expect(noted).toEqual([{ code: 'CURATOR_NOT_ASSIGNED' }]);
    await see(applicationId, head);
    expect(await outcomeOfProcess(applicationId)).toBe('200');
  });

  it('[V-09] is not taken where nobody is named to read it', async () => {
    await assign({ curatorUserId: null, headUserId: null });
    const refused = await callRaw(network.url, 'application.file', filing());
    expect(outcomeOf(refused)).toBe('422 APPLICATIONS_NOT_TAKEN');
  });

  it('[V-09] whoever is named for it is read by name, and may sign in', async () => {
    const { url, administrator } = network;
    const auth = { session: administrator };
    const { rows } = await call(url, 'user.list', {}, auth);
    const userIdOf = (wanted: string) => rows.find(({ login }) => login === wanted)?.userId ?? null;
    const [headUserId, curatorUserId] = [userIdOf('head'), userIdOf('curator')];
    expect(await call(url, 'assignment.get', { programmeId }, auth)).toEqual({
      programmeId,
      memberContractId: null,
      headUserId,
      curatorUserId,
      memberContractNumber: null,
      headName: 'Head',
      curatorName: 'curator',
    });
    const gone = { userId: headUserId ?? '', displayName: 'Head', role: 'client-manager' } as const;
    await call(url, 'user.put', { commandId: uuid(), ...gone, active: false }, auth);
    const named = { programmeId, memberContractId: 'client-1', curatorUserId: null, headUserId };
    const asked = { commandId: uuid(), ...named };
    const refused = await callRaw(url, 'assignment.put', asked, auth);
    expect(refused.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'headUserId' } });
  });

  it('[V-09] is processed after both have seen it, and not before', async () => {
    const { applicationId } = await file();
    const unseen = await process(applicationId);
    expect(unseen.body).toMatchObject({ code: 'APPLICATION_NOT_SEEN', params: { by: 'curator' } });
    await see(applicationId, curator);
    const half = await process(applicationId);
    expect(half.body).toMatchObject({ code: 'APPLICATION_NOT_SEEN', params: { by: 'head' } });
    await see(applicationId, head);
    expect(await outcomeOfProcess(applicationId)).toBe('200');
  });

  it('[O-02] is refused with a tax id whose check digits are wrong', async () => {
    const refused = await callRaw(network.url, 'application.file', filing({ taxId: '7707083894' }));
    expect(outcomeOf(refused)).toBe('422 INN_INVALID');
  });
});

/** How often something was done, as the trail tells it. */
const told = async (event: string) => {
  const kept = await network.backend.rows<{ event: string }>(
    'SELECT event FROM audit_entry WHERE code IS NULL',
  );
  return kept.filter((entry) => entry.event === event).length;
};

describe('an application whose answer was lost', () => {
  it('[G2] is opened once, and says again what it says by then', async () => {
    const { applicationId } = await file();
    const asked = { commandId: uuid(), applicationId };
    const open = () => callRaw(network.url, 'application.see', asked, { session: curator });
    const first = await open();
    network.backend.clock.pass(1_000);
    expect((await open()).body).toEqual(first.body);
    expect(await told('application.see')).toBe(1);
    const another = { ...asked, applicationId: (await file()).applicationId };
    const reused = await callRaw(network.url, 'application.see', another, { session: curator });
    expect(outcomeOf(reused)).toBe('409 COMMAND_ID_REUSED');
  });
});

describe('what comes of an application', () => {
  const seen = async (patch: Partial<Filing['form']> = {}): Promise<string> => {
    const { applicationId } = await file(patch);
    await see(applicationId, curator);
    await see(applicationId, head);
    return applicationId;
  };

  it('[V-17] an account that the office where it was handed over renews in person', async () => {
    const { url, workstation, stationId, backend } = network;
    const applicationId = await seen();
    const atDesk = await signIn(url, 'head', workstation);
    const { body } = await process(applicationId, contractId, atDesk);
    const { userId } = body as Record<string, string>;
    expect(await backend.service.stores.access.issuedAtStation(userId ?? '')).toBe(stationId);
  });

  it('[V-10] an account with a generated user name and an access code that is shown once', async () => {
    const applicationId = await seen();
    const commandId = uuid();
    const made = await processAs(commandId, { applicationId, contractId });
    const { login, accessCode, userId } = made.body as Record<string, string>;
    expect(login).toMatch(/^[2-9a-z]{4}-[2-9a-z]{4}$/u);
    // As short as on any other sheet: it is read out and typed by hand.
    expect(accessCode).toMatch(/^[0-9a-z]{5}(-[0-9a-z]{5}){2}$/u);
    const account = await network.backend.service.stores.people.accountById(userId ?? '');
    expect(account).toMatchObject({
      login,
      programmeId,
      clientId,
      mustSetPassword: true,
      passwordExpiresAtMs: null,
      displayName: 'Ольга Тестова',
    });
    const { hasher } = network.backend.service;
    expect(await hasher.verify(account?.passwordHash ?? '', accessCode ?? '')).toBe(true);
    const again = await processAs(commandId, { applicationId, contractId });
    expect(again.body).toEqual({ userId, login, accessCode: null });
    const other = await processAs(commandId, { applicationId, contractId: 'client-1' });
    expect(outcomeOf(other)).toBe('409 COMMAND_ID_REUSED');
    expect(await outcomeOfProcess(applicationId)).toBe('409 APPLICATION_CLOSED');
    expect(await see(applicationId, curator)).toMatchObject({
      state: 'processed',
      curatorName: 'curator',
      headName: 'Head',
      closedByName: 'Head',
      accountLogin: login,
    });
    const entries = await network.backend.rows('SELECT * FROM audit_entry');
    const told = `${JSON.stringify(entries)}${network.backend.logText()}`;
    expect(told).not.toContain(accessCode);
  });

  it('[V-10] the applicant hears by letter that it was accepted, and no secret with it', async () => {
    const made = await process(await seen());
    const { login, accessCode } = made.body as Record<string, string>;
    const [letter] = await sentMessages(network);
    expect(letter).toMatchObject({
      template: 'application-processed',
      recipient: 'olga@example.org',
      params: { outcome: 'accepted' },
    });
    const text = JSON.stringify(letter);
    expect(text).not.toContain(login);
    expect(text).not.toContain(accessCode);
  });

  it('[V-02] only for a signed contract, and while the authority holds', async () => {
    const applicationId = await seen();
    expect(await outcomeOfProcess(applicationId, 'nobody')).toBe('404 CONTRACT_NOT_FOUND');
    const content = {
      register: 'clients',
      rows: [
        {
          sourceId: 'draft',
          name: 'Draft',
          country: 'RU',
          currency: 'RUB',
          taxId: null,
          segment: null,
        },
      ],
    } as RouteInput<'register.import'>['content'];
    const importing = { commandId: uuid(), content };
    await call(network.url, 'register.import', importing, { session: curator });
    expect(await outcomeOfProcess(applicationId, 'draft')).toBe('422 CONTRACT_NOT_SIGNED');
    // 21 November by the contract's own clock is the last day.
    const authority = { title: 'Приказ', number: '1', fromOn: '2026-11-01', untilOn: '2026-11-21' };
    const short = await seen({ authority });
    network.backend.clock.pass(DAY_MS / 2 - 3 * 3_600_000 - 1);
    expect(await outcomeOfProcess(short)).toBe('200');
    const late = await seen({ authority });
    network.backend.clock.pass(1);
    expect(await outcomeOfProcess(late)).toBe('403 AUTHORITY_EXPIRED');
  });

  it('[V-10] nobody gets into the contract of another client, or of another programme', async () => {
    const applicationId = await seen();
    const other = companyOf({ name: 'ООО «Чужие»', taxId: fictitiousInn(2) });
    const otherId = await enterClient(network, other);
    const foreign = await signedContract({ clientId: otherId, programmeId, number: '26-2' });
    const refused = await process(applicationId, foreign);
    expect(refused.body).toMatchObject({
      code: 'APPLICANT_NOT_CLIENT',
      params: { taxId: fictitiousInn(1), clientTaxId: fictitiousInn(2) },
    });
    await useProgramme(network.backend, { ...profile, programmeId: 'another' });
    const elsewhere = { clientId, programmeId: 'another', number: '26-3' };
    const outcome = await outcomeOfProcess(applicationId, await signedContract(elsewhere));
    expect(outcome).toBe('422 ACCOUNT_BORN_OTHERWISE');
    expect(await outcomeOfProcess(applicationId, 'client-1')).toBe('404 PROGRAMME_NOT_FOUND');
    expect(await outcomeOfProcess(applicationId)).toBe('200');
  });

  it('[V-09] [G2] it may be rejected with a reason, once, and for no other under the same id', async () => {
    const applicationId = await seen();
    const rejecting = { commandId: uuid(), applicationId, reason: 'Договор не найден' };
    const reject = async (patch: Partial<typeof rejecting> = {}) => {
      const asked = { ...rejecting, ...patch };
      return outcomeOf(await callRaw(network.url, 'application.reject', asked, { session: head }));
    };
    expect([await reject(), await reject()]).toEqual(['200', '200']);
    expect(await reject({ reason: 'другая' })).toBe('409 COMMAND_ID_REUSED');
    expect(await reject({ commandId: uuid() })).toBe('409 APPLICATION_CLOSED');
    expect(await told('application.reject')).toBe(1);
    expect(await outcomeOfProcess(applicationId)).toBe('409 APPLICATION_CLOSED');
    const [letter, before] = await sentMessages(network);
    expect(letter?.params).toMatchObject({ outcome: 'refused', reason: 'Договор не найден' });
    expect(before?.template).not.toBe('application-processed');
  });

  it('[V-10] two who process it at once make one account', async () => {
    const applicationId = await seen();
    const answers = await Promise.all([
      process(applicationId),
      callRaw(
        network.url,
        'application.process',
        { commandId: uuid(), applicationId, contractId },
        { session: curator },
      ),
    ]);
    expect(answers.map(outcomeOf).toSorted()).toEqual(['200', '409 APPLICATION_CLOSED']);
    const made = await network.backend.rows(
      `SELECT user_id FROM user_account WHERE programme_id = '${programmeId}'`,
    );
    expect(made).toHaveLength(1);
  });
});
