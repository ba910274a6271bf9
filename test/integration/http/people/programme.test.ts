import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProgrammeRecord } from '#protocol/records/programme.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { addPerson, openProgramme, sessionFor } from '#test/support/backend/programme-people.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
});
afterEach(() => network.backend.stop());

const { programmeId } = sixthProgramme;
const administrator = () => ({ session: network.administrator });

const put = (
  profile: ProgrammeRecord,
  rest: { active?: boolean; revision?: number | null; commandId?: string } = {},
  auth = administrator(),
) => {
  const { active = true, revision = null, commandId = uuid() } = rest;
  return callRaw(network.url, 'programme.put', { commandId, profile, active, revision }, auth);
};

const texts = (word: string) => ({
  ru: { title: 'Оферта', body: `${word} по-русски` },
  kk: { title: 'Оферта', body: `${word} қазақша` },
});

const publish = (patch: Partial<RouteInput<'terms.publish'>> = {}) =>
  callRaw(
    network.url,
    'terms.publish',
    {
      commandId: uuid(),
      programmeId,
      kind: 'offer',
      fromMs: null,
      texts: texts('Первый текст'),
      ...patch,
    },
    administrator(),
  );

const doors = async () => (await call(network.url, 'programme.public', {})).programmes;
const read = (rest: { version?: number; language?: 'ru' | 'en' | 'kk' } = {}) =>
  callRaw(network.url, 'terms.read', { programmeId, kind: 'offer', language: 'ru', ...rest });

describe('a programme that was invented a minute ago', () => {
  it('works by its data alone: its door says what its profile says', async () => {
    expect(await doors()).toEqual([]);
    expect(outcomeOf(await put(sixthProgramme))).toBe('200');
    const [door] = await doors();
    expect(door).toEqual({
      programmeId,
      names: sixthProgramme.names,
      country: 'KZ',
      languages: ['kk', 'ru'],
      birth: 'by-invitation',
      login: 'email',
      robotCheck: ['sign-in'],
      registration: 'explains',
      recovery: {
        way: 'mail-code',
        keys: ['email'],
        code: { digits: 6, resendAfterMs: 30_000, termMs: 7_200_000 },
        link: null,
      },
      invitationTermMs: 3 * 86_400_000,
      cardDigits: null,
      additionalCards: null,
      registrationCode: null,
      passwords: {
        first: { minLength: 12, strong: true },
        reset: { minLength: 11, strong: false },
        change: { minLength: 13, strong: true },
      },
      selfService: ['ask-manager', 'withdraw-consent'],
      contacts: sixthProgramme.contacts.slice(0, 1),
      documents: sixthProgramme.documents.map((rule) => ({ ...rule, head: null })),
      lockAtError: 3,
      unlocksOffline: true,
      shut: 'OFFER_TEXT_MISSING',
    });
  });

  it('is not heard of outside while it is out of use', async () => {
    await put(sixthProgramme, { active: false });
    expect(await doors()).toEqual([]);
    expect(outcomeOf(await read())).toBe('404 TERMS_NOT_FOUND');
    const versions = { programmeId, kind: 'offer' };
    const answer = await callRaw(network.url, 'terms.versions', versions);
    expect(outcomeOf(answer)).toBe('404 PROGRAMME_NOT_FOUND');
  });

  it('is changed by whoever saw its latest state, and by nobody over it', async () => {
    await put(sixthProgramme);
    const stricter = { ...sixthProgramme, statementMax: 7 };
    expect(outcomeOf(await put(stricter, { revision: 0 }))).toBe('200');
    expect(outcomeOf(await put(sixthProgramme, { revision: 0 }))).toBe('409 PROGRAMME_CHANGED');
    expect(outcomeOf(await put(sixthProgramme))).toBe('409 PROGRAMME_CHANGED');
    const { rows } = await call(network.url, 'programme.list', {}, administrator());
    expect(rows).toMatchObject([{ profile: stricter, active: true, revision: 1, versions: [] }]);
  });

  it('[G2] is put once however often one command is sent', async () => {
    const commandId = uuid();
    await put(sixthProgramme, { commandId });
    expect(outcomeOf(await put(sixthProgramme, { commandId }))).toBe('200');
    const other = { ...sixthProgramme, statementMax: 7 };
    expect(outcomeOf(await put(other, { commandId }))).toBe('409 COMMAND_ID_REUSED');
  });

  it('[G8] leaves what was before and what is now in the audit trail', async () => {
    await put(sixthProgramme);
    await put({ ...sixthProgramme, statementMax: 7 }, { revision: 0 });
    const entries = await network.backend.rows<{ event: string; before: string; after: string }>(
      `SELECT event, before, after FROM audit_entry WHERE subject_kind = 'programme' ORDER BY seq`,
    );
    const bounds = entries.map(({ before, after }) =>
      [before, after].map((text) => {
        const told: { profile: ProgrammeRecord } | null = JSON.parse(text);
        return told?.profile.statementMax ?? null;
      }),
    );
    expect(bounds).toEqual([
      [null, 31],
      [31, 7],
    ]);
  });

  it('[G10] is the business of administrators', async () => {
    const auth = { session: network.manager };
    expect(outcomeOf(await put(sixthProgramme, {}, auth))).toBe('403 FORBIDDEN');
    for (const route of ['programme.list', 'programme.shipped'] as const) {
      expect(outcomeOf(await callRaw(network.url, route, {}, auth))).toBe('403 FORBIDDEN');
    }
  });
});

it('the five programmes that come with the product can all be put to use', async () => {
  const { profiles } = await call(network.url, 'programme.shipped', {}, administrator());
  expect(profiles).toHaveLength(5);
  for (const profile of profiles) expect(outcomeOf(await put(profile))).toBe('200');
  const ids = profiles.map((profile) => profile.programmeId).toSorted();
  expect((await doors()).map((door) => door.programmeId)).toEqual(ids);
});

describe('the text of a document', () => {
  beforeEach(() => put(sixthProgramme));

  it('[V-15] opens the door, and is read in the chosen language by who has not signed in', async () => {
    const head = { kind: 'offer', version: 1, languages: ['ru', 'kk'] };
    expect((await publish()).body).toMatchObject(head);
    const atMs = network.backend.clock.nowMs();
    const inKazakh = (await read({ language: 'kk' })).body;
    expect(inKazakh).toMatchObject({
      head: { version: 1, fromMs: atMs, publishedAtMs: atMs },
      language: 'kk',
      body: 'Первый текст қазақша',
    });
    expect((await read({ language: 'en' })).body).toMatchObject({ language: 'kk' });
    const [door] = await doors();
    expect(door?.documents[0]?.head).toMatchObject({
      version: 1,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/u),
    });
    expect(door?.shut).toBe('OFFER_TEXT_MISSING');
    await publish({ kind: 'personal-data' });
    expect((await doors())[0]?.shut).toBeNull();
  });

  it('[R-36] past versions stay readable; one for later is nobody’s before its time', async () => {
    const { clock } = network.backend;
    await publish();
    const fromMs = clock.nowMs() + 60_000;
    await publish({ fromMs, texts: texts('Второй текст') });
    const versions = async () => {
      const asked = { programmeId, kind: 'offer' } as const;
      return (await call(network.url, 'terms.versions', asked)).versions.map(
        (each) => each.version,
      );
    };
    const coming = { programmeId, kind: 'offer', version: 2 } as const;
    const whole = await call(network.url, 'terms.texts', coming, administrator());
    expect(whole.texts.ru?.body).toBe('Второй текст по-русски');
    expect(Object.keys(whole.texts)).toEqual(whole.head.languages);
    clock.pass(59_999);
    expect(await versions()).toEqual([1]);
    expect(outcomeOf(await read({ version: 2 }))).toBe('404 TERMS_NOT_FOUND');
    clock.pass(1);
    expect(await versions()).toEqual([2, 1]);
    expect((await read()).body).toMatchObject({ body: 'Второй текст по-русски' });
    expect((await read({ version: 1 })).body).toMatchObject({ body: 'Первый текст по-русски' });
  });

  it('is not a new version when it says the same', async () => {
    await publish();
    expect((await publish()).body).toMatchObject({ version: 1 });
    expect((await publish({ texts: texts('Другой текст') })).body).toMatchObject({ version: 2 });
  });

  it('stands in every language of the programme, and from an instant that is not over', async () => {
    const inRussian = { ru: texts('Один').ru };
    const lacking = await publish({ texts: inRussian });
    expect(lacking.body).toMatchObject({ code: 'FIELD_REQUIRED', params: { field: 'texts.kk' } });
    const late = await publish({ fromMs: network.backend.clock.nowMs() - 1 });
    expect(late.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'fromMs' } });
    const foreign = await publish({ kind: 'rules' });
    expect(foreign.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'kind' } });
    expect(outcomeOf(await publish({ programmeId: 'none' }))).toBe('404 PROGRAMME_NOT_FOUND');
  });
});

describe('a statement', () => {
  const statement = async (fromDate: string, toDate: string, session: string) => {
    const asked = { subjectKind: 'contract', subjectId: 'client-1', fromDate, toDate };
    return callRaw(network.url, 'statement.get', asked, { session });
  };
  const asPersonOf = async (profile: ProgrammeRecord) => {
    await openProgramme(network, profile);
    const person = await addPerson(network, profile, { clientId: 'client-1' });
    return (await sessionFor(network, person)).session;
  };

  it('[R-30] is as long as the programme of its reader allows, to the day', async () => {
    const session = await asPersonOf(sixthProgramme);
    expect(outcomeOf(await statement('2026-10-01', '2026-10-31', session))).toBe('200');
    const longer = await statement('2026-10-01', '2026-11-01', session);
    expect(longer.body).toMatchObject({
      code: 'PERIOD_TOO_LONG',
      params: { latestDate: '2026-10-31' },
    });
  });

  it('[O-17] has no bound where the programme sets none, nor for the network’s own people', async () => {
    const session = await asPersonOf({ ...sixthProgramme, statementMax: null });
    for (const reader of [session, network.manager]) {
      expect(outcomeOf(await statement('2020-01-01', '2026-11-20', reader))).toBe('200');
    }
  });
});
