import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteInput } from '#protocol/routes.ts';
import type { TermsHeadRecord } from '#protocol/records/terms.ts';
import type { Account } from '#service/people/people-rows.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  addPerson,
  cameIn,
  openProgramme,
  publishText,
  sessionFor,
} from '#test/support/backend/programme-people.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

type Told = RouteInput<'consent.told'>;

let network: SmallNetwork;
let heads: readonly TermsHeadRecord[];
let person: Account;

beforeEach(async () => {
  network = await startSmallNetwork();
  heads = await openProgramme(network, sixthProgramme);
  person = await addPerson(network, sixthProgramme);
  await cameIn(network, person);
  network.backend.clock.pass(60_000);
});
afterEach(() => network.backend.stop());

const headOf = (kind: TermsHeadRecord['kind']): TermsHeadRecord => {
  const head = heads.find((each) => each.kind === kind);
  if (head === undefined) throw new Error(`no ${kind}`);
  return head;
};
const telling = (kind: TermsHeadRecord['kind'], patch: Partial<Told> = {}): Told => {
  const { version, hash } = headOf(kind);
  return {
    commandId: uuid(),
    userId: person.userId,
    programmeId: sixthProgramme.programmeId,
    kind,
    version,
    hash,
    language: 'kk',
    acceptedAtMs: network.backend.clock.nowMs() - 1_000,
    ...patch,
  };
};
const tell = (told: Told) =>
  callRaw(network.url, 'consent.told', told, { bearer: network.workstation.bearer });
const kept = () => network.backend.service.stores.programmes.consentsOf(person.userId);

describe('an acceptance that was given without the link', () => {
  it('[V-14] is kept once, with its workstation and both moments, of any version there was', async () => {
    await publishText(network, sixthProgramme, 'offer', 'Вторая редакция');
    const told = telling('offer');
    for (const each of [told, told]) expect(outcomeOf(await tell(each))).toBe('200');
    expect(await kept()).toMatchObject([
      {
        kind: 'offer',
        version: 1,
        channel: 'offline',
        acceptedAtMs: told.acceptedAtMs,
        workstationId: network.workstation.workstationId,
      },
    ]);
    const rows = await network.backend.rows('SELECT told_at_ms AS "toldAtMs" FROM consent');
    expect(rows).toEqual([{ toldAtMs: network.backend.clock.nowMs() }]);
  });

  it('[G8] is in the trail with the workstation that told it, and from where', async () => {
    await tell(telling('offer'));
    const session = { session: network.administrator };
    const { rows } = await call(network.url, 'audit.list', { event: 'consent.told' }, session);
    const { workstationId } = network.workstation;
    expect(rows).toMatchObject([{ userId: person.userId, workstationId, address: 'loopback' }]);
  });

  it('[V-14] is no second one where it stood already, and never of the future', async () => {
    await tell(telling('offer'));
    await tell(telling('offer', { acceptedAtMs: network.backend.clock.nowMs() }));
    expect(await kept()).toHaveLength(1);
    await tell(telling('personal-data', { acceptedAtMs: network.backend.clock.nowMs() + 99 }));
    expect((await kept())[0]?.acceptedAtMs).toBe(network.backend.clock.nowMs());
  });

  it('[R-08] gives nothing back that was taken back since', async () => {
    const given = telling('marketing');
    const auth = await sessionFor(network, person);
    const { version, hash } = headOf('marketing');
    const accepted = [{ kind: 'marketing' as const, version, hash, language: 'kk' as const }];
    await call(network.url, 'consent.accept', { commandId: uuid(), accepted }, auth);
    const taking = { commandId: uuid(), kind: 'marketing' as const };
    await call(network.url, 'consent.withdraw', taking, auth);
    await tell(given);
    const standing = (await kept()).filter(({ withdrawnAtMs }) => withdrawnAtMs === null);
    expect(await kept()).toHaveLength(2);
    expect(standing).toEqual([]);
  });

  it('[V-14] is none of somebody who never was at that workstation', async () => {
    const patch = { login: 'dana@example.com', email: 'dana@example.com' };
    const { userId } = await addPerson(network, sixthProgramme, patch);
    const answer = await tell(telling('marketing', { userId }));
    expect(answer.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'userId' } });
    const { programmes } = network.backend.service.stores;
    expect(await programmes.consentsOf(userId)).toEqual([]);
  });

  it('[V-14] is none from before there was that version', async () => {
    const { fromMs } = headOf('marketing');
    const answer = await tell(telling('marketing', { acceptedAtMs: fromMs - 1 }));
    expect(answer.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'acceptedAtMs' } });
    expect(await kept()).toEqual([]);
    expect(outcomeOf(await tell(telling('marketing', { acceptedAtMs: fromMs })))).toBe('200');
  });

  it('is refused for a version that never was, and not kept of somebody of another door', async () => {
    expect(outcomeOf(await tell(telling('offer', { version: 7 })))).toBe('404 TERMS_NOT_FOUND');
    expect(outcomeOf(await tell(telling('offer', { userId: 'nobody' })))).toBe('200');
    expect(await kept()).toEqual([]);
    const anybody = await callRaw(network.url, 'consent.told', telling('offer'));
    expect(outcomeOf(anybody)).toBe('401 UNAUTHORIZED');
  });
});
