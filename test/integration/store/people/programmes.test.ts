import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { PeopleStore } from '#service/people/people-ports.ts';
import type { Account } from '#service/people/people-rows.ts';
import type { ProgrammeStore } from '#service/programme/programme-ports.ts';
import type { Consent, KeptProgramme, TermsVersion } from '#service/programme/programme-rows.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { openBench, seedNetwork, type StoreBench } from '#test/support/network-store.ts';

let bench: StoreBench;
let people: PeopleStore;
let programmes: ProgrammeStore;

beforeEach(async () => {
  bench = await openBench();
  ({ people, programmes } = bench.store.stores);
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

const [profile] = shippedProgrammes();
if (profile === undefined) throw new Error('no programme is shipped');
const { programmeId } = profile;

const kept = (patch: Partial<KeptProgramme> = {}): KeptProgramme => ({
  profile,
  active: true,
  revision: 0,
  changedAtMs: NOON_MS,
  ...patch,
});

const offer = (version: number, patch: Partial<TermsVersion> = {}): TermsVersion => ({
  programmeId,
  kind: 'offer',
  version,
  fromMs: NOON_MS + version,
  publishedAtMs: NOON_MS,
  hash: `${version}`.repeat(64),
  texts: [
    { language: 'ru', title: 'Оферта', body: `Текст ${version}` },
    { language: 'kk', title: 'Оферта', body: `Мәтін ${version}` },
  ],
  ...patch,
});

const member: Account = {
  userId: 'account-1',
  login: '+77010000001',
  displayName: 'Әсел Қ.',
  role: 'member',
  active: true,
  clientId: null,
  programmeId,
  email: 'asel@example.com',
  phone: '+77010000001',
  state: 'active',
  mustSetPassword: false,
  passwordExpiresAtMs: null,
  passwordHash: 'hash-0',
  passwordSetAtMs: NOON_MS,
  grants: [],
  preferences: { language: 'kk' },
  revision: 0,
};

const consent = (consentId: string, version: number): Consent => ({
  consentId,
  userId: member.userId,
  programmeId,
  kind: 'offer',
  version,
  hash: `${version}`.repeat(64),
  language: 'kk',
  acceptedAtMs: NOON_MS + version,
  channel: 'sign-in',
  workstationId: 'workstation-1',
  withdrawnAtMs: null,
});

const commit = (...changes: readonly PeopleChange[]) => commitAt(NOON_MS, ...changes);
const commitAt = (atMs: number, ...changes: readonly PeopleChange[]) =>
  people.commit({ atMs, audit: null, changes });

const add = () => commit({ kind: 'programme.add', programme: kept() });
const publish = (terms: TermsVersion) => commit({ kind: 'terms.publish', terms });

describe('a programme', () => {
  it('is read as it was written, once per id', async () => {
    expect(await add()).toBe('done');
    expect(await programmes.programme(programmeId)).toEqual(kept());
    expect(await programmes.programmes()).toEqual([kept()]);
    expect(await programmes.programme('none')).toBeNull();
    expect(await add()).toBe('taken');
  });

  it('is not changed by who read it before another change', async () => {
    await add();
    const shut = kept({ active: false, changedAtMs: NOON_MS + 1 });
    expect(await commit({ kind: 'programme.put', programme: shut })).toBe('done');
    expect(await commit({ kind: 'programme.put', programme: kept() })).toBe('stale');
    expect(await programmes.programme(programmeId)).toEqual({ ...shut, revision: 1 });
  });
});

describe('a document of a programme', () => {
  it('[R-36] keeps every version with its texts', async () => {
    await add();
    await publish(offer(1));
    expect(await publish(offer(2, { texts: offer(2).texts.slice(0, 1) }))).toBe('done');
    const heads = await programmes.termsHeads(programmeId);
    expect(heads.map(({ version, languages }) => [version, languages])).toEqual([
      [1, ['kk', 'ru']],
      [2, ['ru']],
    ]);
    expect(heads[0]).toMatchObject({ programmeId, kind: 'offer', hash: '1'.repeat(64) });
    const asked = { programmeId, kind: 'offer', version: 1, language: 'kk' } as const;
    expect(await programmes.termsText(asked)).toEqual(offer(1).texts[1]);
    expect(await programmes.termsText({ ...asked, version: 2 })).toBeNull();
  });

  it('has one text per version, whoever published it first', async () => {
    await add();
    await publish(offer(1));
    expect(await publish(offer(1, { hash: '9'.repeat(64) }))).toBe('stale');
    expect((await programmes.termsHeads(programmeId))[0]?.hash).toBe('1'.repeat(64));
  });
});

describe('a consent', () => {
  beforeEach(async () => {
    await add();
    await publish(offer(1));
    await commit({ kind: 'account.add', account: member });
  });

  it('[R-07] says which version, when, how and where; [R-08] stays when it is taken back', async () => {
    await commit({ kind: 'consent.add', consent: consent('consent-1', 1) });
    expect(await programmes.consentsOf(member.userId)).toEqual([consent('consent-1', 1)]);
    const { userId } = member;
    const withdrawal = { kind: 'consent.withdraw', userId, document: 'offer' } as const;
    await commitAt(NOON_MS + 9, withdrawal);
    await commitAt(NOON_MS + 10, withdrawal);
    expect(await programmes.consentsOf(userId)).toEqual([
      { ...consent('consent-1', 1), withdrawnAtMs: NOON_MS + 9 },
    ]);
  });

  it('is written down once however often it is said under one id', async () => {
    const again = { kind: 'consent.add', consent: consent('consent-1', 1) } as const;
    await commit(again);
    await commit(again);
    expect(await programmes.consentsOf(member.userId)).toHaveLength(1);
  });

  it('is of a version that was published', async () => {
    const unknown = { kind: 'consent.add', consent: consent('consent-2', 2) } as const;
    await expect(commit(unknown)).rejects.toThrow();
  });
});
