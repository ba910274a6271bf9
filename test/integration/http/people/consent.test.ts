import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DocumentKind } from '#domain/identity/programme.ts';
import type { TermsHeadRecord } from '#protocol/records/terms.ts';
import type { RouteId } from '#protocol/routes.ts';
import { termsAtSignIn } from '#service/consent/acceptance.ts';
import type { Account } from '#service/people/people-rows.ts';
import { openDoor, type OpenDoor } from '#service/programme/programme-door.ts';
import { toldTo } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  addPerson,
  openProgramme,
  publishText,
  sessionFor,
} from '#test/support/backend/programme-people.ts';
import { solveRobotCheck } from '#test/support/backend/solve-robot-check.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
let heads: readonly TermsHeadRecord[];
let person: Account;
let auth: { readonly session: string };

beforeEach(async () => {
  network = await startSmallNetwork();
  heads = await openProgramme(network, sixthProgramme);
  person = await addPerson(network, sixthProgramme);
  auth = await sessionFor(network, person);
});
afterEach(() => network.backend.stop());

const ask = (routeId: RouteId, input: object, by = auth) =>
  callRaw(network.url, routeId, input, by);

const headOf = (kind: DocumentKind): TermsHeadRecord => {
  const head = heads.find((each) => each.kind === kind);
  if (head === undefined) throw new Error(`no ${kind}`);
  return head;
};

const tick = (...kinds: readonly DocumentKind[]) =>
  kinds.map((kind) => {
    const { version, hash } = headOf(kind);
    return { kind, version, hash, language: 'kk' as const };
  });

const accept = (...kinds: readonly DocumentKind[]) =>
  ask('consent.accept', { commandId: uuid(), accepted: tick(...kinds) });

const withdraw = (kind: DocumentKind) => ask('consent.withdraw', { commandId: uuid(), kind });

const list = (by = auth) => call(network.url, 'consent.list', {}, by);

const door = async (): Promise<OpenDoor> => {
  const opened = await openDoor(network.backend.service, sixthProgramme.programmeId);
  if (!opened.ok) throw new Error(opened.code);
  return opened.value;
};

const atSignIn = async () => {
  const { service } = network.backend;
  const { userId } = person;
  const coming = { userId, workstationId: 'w-1', language: 'ru', accepted: [] } as const;
  return termsAtSignIn(service, await door(), coming);
};

describe('consents', () => {
  it('[R-07] [R-08] each is a record of its own: version, hash, time, channel', async () => {
    expect(outcomeOf(await accept('personal-data', 'marketing'))).toBe('200');
    const { consents, documents } = await list();
    const atMs = network.backend.clock.nowMs();
    const record = (kind: DocumentKind) => ({
      ...tick(kind)[0],
      acceptedAtMs: atMs,
      channel: 'cabinet',
      workstationId: null,
      withdrawnAtMs: null,
    });
    expect(consents).toHaveLength(2);
    expect(consents).toEqual(
      expect.arrayContaining([record('personal-data'), record('marketing')]),
    );
    expect(documents.map(({ kind, accepted }) => [kind, accepted])).toEqual([
      ['offer', false],
      ['personal-data', true],
      ['marketing', true],
    ]);
  });

  it('[G2] one tick is one record however often it is sent', async () => {
    const command = { commandId: uuid(), accepted: tick('marketing') };
    await ask('consent.accept', command);
    await ask('consent.accept', command);
    await accept('marketing');
    expect((await list()).consents).toHaveLength(1);
  });

  it('[R-36] nobody accepts a version that a newer one has replaced', async () => {
    await accept('personal-data');
    await publishText(network, sixthProgramme, 'personal-data', 'Вторая редакция');
    expect((await list()).documents[1]).toMatchObject({ accepted: false, head: { version: 2 } });
    expect(outcomeOf(await accept('personal-data'))).toBe('409 TERMS_CHANGED');
  });

  it('[R-08] one that is taken back stays written down, and can be given again', async () => {
    await accept('marketing');
    network.backend.clock.pass(1_000);
    expect(outcomeOf(await withdraw('marketing'))).toBe('200');
    const withdrawnAtMs = network.backend.clock.nowMs();
    expect((await list()).consents).toMatchObject([{ kind: 'marketing', withdrawnAtMs }]);
    await accept('marketing');
    const { consents } = await list();
    expect(consents.map((each) => each.withdrawnAtMs)).toEqual([null, withdrawnAtMs]);
  });

  it('[R-08] one that does not stand is taken back without a letter, an entry or an end', async () => {
    const trailOf = () => call(network.url, 'audit.list', {}, { session: network.administrator });
    const before = await trailOf();
    expect(outcomeOf(await withdraw('personal-data'))).toBe('200');
    expect((await trailOf()).rows).toEqual(before.rows);
    expect(await toldTo(network, person.userId, 'consent-withdrawn')).toEqual([]);
    await accept('marketing');
    expect(outcomeOf(await withdraw('marketing'))).toBe('200');
    expect(outcomeOf(await withdraw('marketing'))).toBe('200');
    expect(await toldTo(network, person.userId, 'consent-withdrawn')).toHaveLength(1);
  });

  it('[G8] the trail says from where one was given and taken back, and what stood', async () => {
    const { version, hash } = headOf('marketing');
    for (let nth = 0; nth < 2; nth += 1) {
      await accept('marketing');
      await withdraw('marketing');
    }
    const session = { session: network.administrator };
    const { rows } = await call(network.url, 'audit.list', { subjectId: person.userId }, session);
    const [last, ...others] = rows.filter(({ event }) => event.startsWith('consent.'));
    expect(last).toMatchObject({
      event: 'consent.withdraw',
      before: { kind: 'marketing', accepted: [{ version, hash }] },
    });
    expect(others.map(({ event }) => event)).toEqual([
      'consent.accept',
      'consent.withdraw',
      'consent.accept',
    ]);
    for (const { address } of [last, ...others].filter((each) => each !== undefined)) {
      expect(address).toBe('loopback');
    }
  });

  it('[R-08] without one that the programme needs processing stops: every session ends', async () => {
    await accept('offer', 'personal-data');
    const second = await sessionFor(network, person);
    expect(outcomeOf(await withdraw('personal-data'))).toBe('200');
    expect(outcomeOf(await ask('consent.list', {}))).toBe('401 UNAUTHORIZED');
    expect(outcomeOf(await ask('consent.list', {}, second))).toBe('401 UNAUTHORIZED');
    expect((await atSignIn()).purpose).toBe('accept-terms');
  });

  it('[R-08] whoever signs in while it is taken back comes in for giving it anew alone', async () => {
    const { hasher, stores } = network.backend.service;
    const { login, programmeId } = await addPerson(network, sixthProgramme, {
      login: 'at-once@example.com',
      passwordHash: await hasher.hash(PASSWORD),
    });
    const enter = async () => {
      const robotProof = await solveRobotCheck(network.url);
      const entering = { login, password: PASSWORD, programmeId, workstationId: null, robotProof };
      return call(network.url, 'session.open', entering);
    };
    const agree = async (session: string, ...kinds: readonly DocumentKind[]) =>
      ask('consent.accept', { commandId: uuid(), accepted: tick(...kinds) }, { session });
    const { token: first } = await enter();
    expect(outcomeOf(await agree(first, 'offer', 'personal-data'))).toBe('200');
    const { token: session } = await enter();
    const consentsOf = stores.programmes.consentsOf.bind(stores.programmes);
    // The new sign-in has read that everything is accepted, and has not written its session yet.
    vi.spyOn(stores.programmes, 'consentsOf').mockImplementationOnce(async (userId) => {
      const read = await consentsOf(userId);
      const taking = { commandId: uuid(), kind: 'personal-data' };
      expect(outcomeOf(await ask('consent.withdraw', taking, { session }))).toBe('200');
      return read;
    });
    const entered = await enter();
    expect(entered.purpose).toBe('accept-terms');
    const asked = await ask('personal-data.get', {}, { session: entered.token });
    expect(outcomeOf(asked)).toBe('403 TERMS_REQUIRED');
  });

  it('[R-08] is taken back in writing alone where the programme offers nothing else', async () => {
    await accept('marketing');
    const { url, administrator } = network;
    const profile = { ...sixthProgramme, selfService: [] };
    const put = { commandId: uuid(), profile, active: true, revision: 0 };
    await call(url, 'programme.put', put, { session: administrator });
    expect((await list()).documents.map(({ withdrawable }) => withdrawable)).not.toContain(true);
    expect(outcomeOf(await withdraw('marketing'))).toBe('422 CONSENT_NOT_WITHDRAWABLE');
  });

  it('an offer is a contract and is not taken back', async () => {
    await accept('offer');
    expect(outcomeOf(await withdraw('offer'))).toBe('422 CONSENT_NOT_WITHDRAWABLE');
  });

  it('staff have no documents to accept', async () => {
    const staff = { session: network.manager };
    expect(outcomeOf(await ask('consent.list', {}, staff))).toBe('404 PROGRAMME_NOT_FOUND');
  });
});

describe('signing in', () => {
  it('[V-14] is the acceptance of the offer: version, hash, time and workstation', async () => {
    await accept('personal-data');
    const { changes, purpose } = await atSignIn();
    expect(purpose).toBe('ordinary');
    const { kind, version, hash } = headOf('offer');
    const acceptedAtMs = network.backend.clock.nowMs();
    const said = { language: 'ru', channel: 'sign-in', workstationId: 'w-1', acceptedAtMs };
    expect(changes).toMatchObject([
      { kind: 'consent.add', consent: { kind, version, hash, ...said } },
    ]);
    const { people } = network.backend.service.stores;
    await people.commit({ atMs: acceptedAtMs, audit: null, changes });
    expect((await atSignIn()).changes).toEqual([]);
  });

  it('[V-14] [R-36] a new version of the offer is accepted anew', async () => {
    await accept('offer');
    expect((await atSignIn()).changes).toEqual([]);
    await publishText(network, sixthProgramme, 'offer', 'Вторая редакция');
    expect((await atSignIn()).changes).toMatchObject([{ consent: { kind: 'offer', version: 2 } }]);
  });

  const expiresOf = async ({ session }: { session: string }) => {
    const { digests, stores } = network.backend.service;
    return (await stores.identity.sessionByTokenHash(digests.sha256(session)))?.expiresAtMs;
  };

  it('[R-07] with a tick missing opens a session that is renewed after the last of them', async () => {
    expect((await atSignIn()).purpose).toBe('accept-terms');
    auth = await sessionFor(network, person, 'accept-terms');
    const renewed = async () => {
      const first = await expiresOf(auth);
      network.backend.clock.pass(1_000);
      const answer = await call(network.url, 'session.renew', {}, auth);
      // Nobody stays signed in for longer than he signed in for.
      expect(answer.expiresAtMs).toBe(first);
      auth = { session: answer.token };
      return answer.purpose ?? 'ordinary';
    };
    await accept('marketing');
    expect(await renewed()).toBe('accept-terms');
    await accept('personal-data');
    expect(await renewed()).toBe('ordinary');
    // Signing in anew accepted the offer: three records, each of its own document.
    expect((await list()).consents.map(({ kind }) => kind).toSorted()).toEqual([
      'marketing',
      'offer',
      'personal-data',
    ]);
  });

  it('[V-15] without the text the door is shut before anybody is looked up', async () => {
    const { service } = network.backend;
    const profile = { ...sixthProgramme, programmeId: 'no-text-yet' };
    const put = { commandId: uuid(), profile, active: true, revision: null };
    await call(network.url, 'programme.put', put, { session: network.administrator });
    const opened = await openDoor(service, 'no-text-yet');
    expect(opened).toMatchObject({ code: 'OFFER_TEXT_MISSING', params: { kind: 'offer' } });
    expect(await openDoor(service, 'none')).toMatchObject({ code: 'PROGRAMME_NOT_FOUND' });
  });
});

describe('a person who wants to be forgotten', () => {
  const eraseAs = (by: { session: string }) =>
    ask('account.erase', { commandId: uuid(), userId: person.userId, reason: 'заявление' }, by);

  /** An administrator asks, a client manager lets it happen, and the administrator does it. */
  async function erase() {
    const staff = { session: network.administrator };
    const first = await eraseAs(staff);
    if (outcomeOf(first) !== '422 SECOND_APPROVER_REQUIRED') return first;
    const { rows } = await call(network.url, 'approval.list', {}, { session: network.manager });
    const approvalId = rows[0]?.approvalId;
    const given = { commandId: uuid(), approvalId };
    expect(outcomeOf(await ask('approval.give', given, { session: network.manager }))).toBe('200');
    return eraseAs(staff);
  }

  it('[R-08] is forgotten once a second person of the network has let it happen', async () => {
    const staff = { session: network.administrator };
    expect(outcomeOf(await eraseAs(staff))).toBe('422 SECOND_APPROVER_REQUIRED');
    expect(outcomeOf(await eraseAs(staff))).toBe('422 SECOND_APPROVER_REQUIRED');
    const { rows } = await call(network.url, 'approval.list', {}, staff);
    expect(rows).toMatchObject([
      {
        event: 'account.erase',
        subjectName: person.displayName,
        before: { state: 'active' },
        after: { state: 'erased', reason: 'заявление' },
        own: true,
        state: 'waiting',
      },
    ]);
    expect(outcomeOf(await ask('consent.list', {}))).toBe('200');
    expect(outcomeOf(await erase())).toBe('200');
    expect(outcomeOf(await ask('consent.list', {}))).toBe('401 UNAUTHORIZED');
    expect((await call(network.url, 'approval.list', {}, staff)).rows).toEqual([]);
  });

  it('asks, is seen by staff, and is forgotten with what was written to him', async () => {
    await accept('personal-data');
    const { service, clock } = network.backend;
    expect(outcomeOf(await ask('account.erase-request', { commandId: uuid() }))).toBe('200');
    const staff = { session: network.administrator };
    const asked = {
      userId: person.userId,
      displayName: person.displayName,
      askedAtMs: clock.nowMs(),
    };
    const { rows } = await call(network.url, 'account.erasures', {}, staff);
    expect(rows).toMatchObject([asked]);
    expect(outcomeOf(await erase())).toBe('200');
    expect(outcomeOf(await ask('consent.list', {}))).toBe('401 UNAUTHORIZED');
    expect(await service.stores.programmes.consentsOf(person.userId)).toMatchObject([
      { kind: 'personal-data', withdrawnAtMs: clock.nowMs() },
    ]);
    expect((await call(network.url, 'account.erasures', {}, staff)).rows).toEqual([]);
    expect(outcomeOf(await erase())).toBe('404 NOT_FOUND');
  });

  it('is no member of staff, and nobody but staff does it', async () => {
    const staff = { session: network.manager };
    const request = await ask('account.erase-request', { commandId: uuid() }, staff);
    expect(outcomeOf(request)).toBe('404 PROGRAMME_NOT_FOUND');
    expect(outcomeOf(await eraseAs(auth))).toBe('403 FORBIDDEN');
    const users = await call(network.url, 'user.list', {}, { session: network.administrator });
    const till = users.rows.find(({ login }) => login === 'till');
    const command = { commandId: uuid(), userId: till?.userId, reason: 'x' };
    const answer = await ask('account.erase', command, { session: network.administrator });
    expect(outcomeOf(answer)).toBe('404 NOT_FOUND');
  });

  it('takes his letters with him: what waits is not sent, what was sent names nobody', async () => {
    const { service, clock } = network.backend;
    const messageId = uuid();
    const letter = {
      messageId,
      channel: 'email',
      to: 'asel@example.com',
      template: 'recovery-rejected',
      params: { reason: 'Әсел Қ. танылмады' },
      language: 'kk',
      expiresAtMs: clock.nowMs() + 60_000,
      programmeId: sixthProgramme.programmeId,
      userId: person.userId,
    } as const;
    const changes = [{ kind: 'message.add', message: letter } as const];
    await service.stores.people.commit({ atMs: clock.nowMs(), audit: null, changes });
    await erase();
    expect(await service.stores.messages.message(messageId)).toMatchObject({
      recipient: '-',
      params: {},
      secrets: null,
      state: 'cancelled',
    });
  });
});
