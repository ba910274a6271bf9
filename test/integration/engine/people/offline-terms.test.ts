import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DocumentKind } from '#domain/identity/programme.ts';
import type { ProgrammeRecord } from '#protocol/records/programme.ts';
import { openDatabase } from '#sqlite/open.ts';
import type { Account } from '#service/people/people-rows.ts';
import { addWithPassword, plainProgramme } from '#test/support/backend/door-people.ts';
import { call } from '#test/support/backend/http-client.ts';
import { openProgramme, publishText } from '#test/support/backend/programme-people.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();
const programme: ProgrammeRecord = plainProgramme('papers', {
  documents: [
    { kind: 'offer', acceptance: 'by-sign-in', required: true },
    { kind: 'rules', acceptance: 'by-tick', required: true },
  ],
});
const { programmeId } = programme;
const login = 'reader@example.com';
const entering = { login, programmeId, password: PASSWORD, language: 'kk' as const };

let person: Account;

const signIn = () => desk.bench.ok('session:signIn', entering);
const doors = () => desk.bench.ok('programme:public', {});
const publish = (kind: DocumentKind) =>
  publishText(desk.network, programme, kind, `Новая редакция: ${kind}`);
/** What the backend knows that he accepted, the oldest first. */
const consents = () =>
  desk.network.backend.rows<{ kind: string; version: number; channel: string }>(
    `SELECT kind, version, channel, workstation_id AS workstation, language,
       accepted_at_ms AS "acceptedAtMs", told_at_ms AS "toldAtMs"
     FROM consent WHERE user_id = '${person.userId}' ORDER BY accepted_at_ms, kind, version`,
  );
/** The network forgets a version that the desk still knows, as after a copy was brought back. */
function withdrawn(kind: DocumentKind, version: number): void {
  const { store, keyHex } = desk.network.backend;
  const opened = openDatabase({ file: store.db.name, keyHex, durable: 'full' });
  if (!opened.ok) throw new Error(opened.code);
  const hand = opened.value;
  for (const table of ['terms_text', 'terms_version']) {
    hand.prepare(`DELETE FROM ${table} WHERE kind = ? AND version = ?`).run(kind, version);
  }
  hand.close();
}

const ticks = async () => {
  const { documents } = await desk.bench.ok('consent:list', {});
  return documents.flatMap(({ kind, head, accepted }) =>
    head === null || accepted
      ? []
      : [{ kind, version: head.version, hash: head.hash, language: 'kk' as const }],
  );
};
const acceptAll = async () => {
  await desk.bench.ok('consent:accept', {
    commandId: uuid(),
    accepted: await ticks(),
  });
  return desk.bench.ok('session:renew', { language: 'kk' });
};

beforeEach(async () => {
  const { network } = desk;
  await openProgramme(network, programme);
  person = await addWithPassword(network.backend, { login, programmeId });
  await doors();
  expect((await signIn()).purpose).toBe('accept-terms');
  expect((await acceptAll()).purpose).toBeUndefined();
  // The next time he is let in for everything, and may unlock without the link.
  await signIn();
});

describe('who has accepted what his door asked for by a tick', () => {
  it('[N-03] unlocks without the link by the password that he came in with', async () => {
    await publish('rules');
    await doors();
    expect((await signIn()).purpose).toBe('accept-terms');
    expect((await acceptAll()).purpose).toBeUndefined();
    await desk.bench.cut();
    await desk.bench.restart();
    const unlocked = await signIn();
    expect(unlocked).toMatchObject({ mode: 'local' });
    expect(unlocked.rights).not.toEqual([]);
  });
});

describe('a document with a new version, without the link', () => {
  it('[V-14] accepted by coming in is written down first, and told once with both moments', async () => {
    const head = await publish('offer');
    await doors();
    await desk.bench.cut();
    desk.network.backend.clock.pass(60_000);
    const acceptedAtMs = desk.network.backend.clock.nowMs();
    expect(await signIn()).toMatchObject({ mode: 'local', programmeId });
    expect(await consents()).toHaveLength(2);
    await desk.bench.restart();
    desk.network.backend.clock.pass(60_000);
    // He comes in once more: that is no second acceptance.
    expect((await signIn()).purpose).toBeUndefined();
    await desk.bench.mend();
    await desk.bench.syncOk();
    const all = await consents();
    expect(all).toHaveLength(3);
    expect(all[2]).toEqual({
      kind: 'offer',
      version: head.version,
      channel: 'offline',
      workstation: desk.bench.engine.core.identity.workstationId,
      language: 'kk',
      acceptedAtMs,
      toldAtMs: acceptedAtMs + 60_000,
    });
  });

  it('[V-14] is told once, though the answer was lost', async () => {
    await publish('offer');
    await doors();
    await desk.bench.cut();
    await signIn();
    desk.bench.line.state = 'up';
    desk.bench.line.routes.set('consent.told', 'deaf');
    await desk.bench.engine.syncOnce();
    desk.bench.line.routes.clear();
    await desk.bench.restart();
    await desk.bench.mend();
    expect(await consents()).toHaveLength(3);
    // Signing in with the link finds it accepted.
    await signIn();
    expect(await consents()).toHaveLength(3);
  });

  it('[V-14] accepted by a tick opens nothing else before, and the tick is told', async () => {
    await publish('rules');
    await doors();
    await desk.bench.cut();
    await desk.bench.restart();
    expect(await signIn()).toMatchObject({ mode: 'local', purpose: 'accept-terms', rights: [] });
    const list = await desk.bench.refused('card:list', {});
    expect(list.code).toBe('TERMS_REQUIRED');
    const [tick] = await ticks();
    if (tick === undefined) throw new Error('one document is new');
    expect(tick).toMatchObject({ kind: 'rules', version: 2 });
    const other = await desk.bench.refused('consent:accept', {
      commandId: uuid(),
      accepted: [{ ...tick, version: 1 }],
    });
    expect(other).toMatchObject({ code: 'TERMS_CHANGED', params: { kind: 'rules' } });
    expect((await desk.bench.ok('session:renew', {})).purpose).toBe('accept-terms');
    const renewed = await acceptAll();
    expect(renewed.purpose).toBeUndefined();
    expect(renewed.rights).not.toEqual([]);
    await desk.bench.ok('card:list', {});
    await desk.bench.restart();
    expect((await signIn()).purpose).toBeUndefined();
    await desk.bench.mend();
    const all = await consents();
    expect(all.at(-1)).toMatchObject({ kind: 'rules', version: 2, channel: 'offline' });
    expect(all).toHaveLength(3);
  });

  it('[V-15] a required document without a text keeps its door shut', async () => {
    const documents = [
      ...programme.documents,
      { kind: 'personal-data', acceptance: 'by-tick', required: true } as const,
    ];
    const { url, administrator: session } = desk.network;
    const put = { commandId: uuid(), profile: { ...programme, documents }, active: true };
    await call(url, 'programme.put', { ...put, revision: 0 }, { session });
    await doors();
    await desk.bench.cut();
    const refused = await desk.bench.refused('session:signIn', entering);
    expect(refused).toMatchObject({
      code: 'OFFER_TEXT_MISSING',
      params: { kind: 'personal-data' },
    });
  });

  it('nobody is asked again for what he accepted with the link', async () => {
    await desk.bench.cut();
    await desk.bench.restart();
    expect((await signIn()).purpose).toBeUndefined();
    const untold = desk.bench.engine.core.journal.db
      .prepare('SELECT * FROM acceptance WHERE untold_id IS NOT NULL')
      .all();
    expect(untold).toEqual([]);
  });

  it('[V-14] that the network does not take is no acceptance: he is out, asked anew, and told why', async () => {
    await publish('rules');
    await doors();
    await desk.bench.cut();
    await desk.bench.restart();
    await signIn();
    expect((await acceptAll()).purpose).toBeUndefined();
    withdrawn('rules', 2);
    await desk.bench.mend();
    expect(await consents()).toHaveLength(2);
    expect((await desk.bench.ok('session:state', {})).mode).toBe('none');
    // The network asks for what is in force, and what was not taken is said beside it.
    const refusedTerms = [{ kind: 'rules', version: 2 }];
    expect(await signIn()).toMatchObject({ mode: 'online', refusedTerms });
    const { refusedTerms: read } = await desk.bench.ok('consent:refusalRead', {});
    expect(read).toBeUndefined();
    await desk.bench.restart();
    expect((await signIn()).refusedTerms).toBeUndefined();
  });

  it('[V-14] that was not taken is asked for again without the link, and may be given anew', async () => {
    await publish('offer');
    await doors();
    await desk.bench.cut();
    await signIn();
    withdrawn('offer', 2);
    await desk.bench.mend();
    await desk.bench.cut();
    await desk.bench.restart();
    expect(await signIn()).toMatchObject({ mode: 'local' });
    const untold = desk.bench.engine.core.journal.db
      .prepare('SELECT kind FROM acceptance WHERE untold_id IS NOT NULL AND refused_code IS NULL')
      .all();
    expect(untold).toEqual([{ kind: 'offer' }]);
  });
});
