import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalText } from '#domain/journal/chain.ts';
import type { AuditRecord } from '#protocol/records/audit.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { DEFAULT_REFUSAL_LIMITS } from '#service/audit/refusal-tally.ts';
import { validInputs } from '#test/contract/valid-inputs.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { TestWorkstation } from '#test/support/backend/test-workstation.ts';

const WINDOW_MS = 15 * 60_000;
const WRONG_CODE = 'AAAA-BBBB-CCCC-DDDD';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork({ refusalLimits: DEFAULT_REFUSAL_LIMITS });
});
afterAll(() => network.backend.stop());

async function entries(filter: Partial<RouteInput<'audit.list'>>): Promise<readonly AuditRecord[]> {
  const session = { session: network.administrator };
  return (await call(network.url, 'audit.list', { limit: 500, ...filter }, session)).rows;
}

async function newCode(): Promise<string> {
  const { url, administrator, stationId } = network;
  const asked = { commandId: uuid(), stationId };
  return (await call(url, 'workstation.code', asked, { session: administrator })).code;
}

/** Joins a desk of its own to the station. */
async function joined(name: string): Promise<TestWorkstation> {
  return TestWorkstation.join(network.url, await newCode(), network.backend.clock.nowMs(), name);
}

/** The public key by which the network knows a desk. */
async function keyOf({ workstationId }: TestWorkstation): Promise<string> {
  const row = await network.backend.service.stores.identity.workstation(workstationId);
  return row?.publicKey ?? '';
}

/** What a desk whose journal is a fork sends to join anew, under the key that it had. */
function replacing(desk: TestWorkstation, code: string, publicKey: string) {
  const asked = { code, name: 'Desk 3 again', publicKey, workstationId: desk.workstationId };
  return { ...asked, signature: desk.sign(canonicalText(asked)) };
}

describe('[G8] what the trail tells of desks that come and go', () => {
  it('the trail says which desk joined, by which station’s code, and from where', async () => {
    const { workstationId } = await joined('Desk 2');
    const { stationId } = network;
    const told = await entries({ event: 'workstation.enrol', subjectId: workstationId });
    expect(told).toEqual([
      expect.objectContaining({
        userId: null,
        workstationId,
        address: 'loopback',
        subjectKind: 'workstation',
        code: null,
        before: null,
        after: { stationId, name: 'Desk 2', state: 'active' },
      }),
    ]);
  });

  it('the trail says which desk was lost when it joined anew, and as which one', async () => {
    const { url } = network;
    const desk = await joined('Desk 3');
    const publicKey = await keyOf(desk);
    const asked = replacing(desk, await newCode(), publicKey);
    const { workstationId } = await call(url, 'workstation.replace', asked);
    expect(await entries({ event: 'workstation.replace' })).toEqual([
      expect.objectContaining({
        userId: null,
        workstationId,
        address: 'loopback',
        subjectKind: 'workstation',
        subjectId: desk.workstationId,
        code: null,
        before: { name: 'Desk 3', state: 'active' },
        after: { name: 'Desk 3', state: 'lost' },
      }),
    ]);
    const came = await entries({ event: 'workstation.enrol', subjectId: workstationId });
    expect(came).toMatchObject([{ after: { name: 'Desk 3 again', state: 'active' } }]);
  });

  it('the trail begins with the network, its first station and its administrator', async () => {
    const [told, ...others] = await entries({ event: 'network.create' });
    expect(others).toEqual([]);
    expect(told).toMatchObject({ seq: 1, userId: null, address: 'loopback', before: null });
    const { stationId } = network;
    expect(told?.after).toEqual({ name: 'Test network', stationId, login: 'chief' });
  });
});

describe('[G8] what the trail tells of secrets that somebody guesses', () => {
  const guess = async (): Promise<string> => {
    const publicKey = await keyOf(network.workstation);
    const asked = { code: WRONG_CODE, name: 'Guest', publicKey };
    return outcomeOf(await callRaw(network.url, 'workstation.enrol', asked));
  };

  it('a guessed code is told', async () => {
    expect(await guess()).toContain('ENROLMENT_CODE_INVALID');
    const [told, ...others] = await entries({ event: 'workstation.enrol', outcome: 'refused' });
    expect(others).toEqual([]);
    expect(told).toMatchObject({ code: 'ENROLMENT_CODE_INVALID', address: 'loopback' });
    expect(told).toMatchObject({ userId: null, subjectId: null, before: null, after: null });
  });

  it('a code that is guessed over and over fills no disk', async () => {
    network.backend.clock.pass(WINDOW_MS);
    const before = (await entries({ event: 'workstation.enrol', outcome: 'refused' })).length;
    for (let nth = 0; nth < 120; nth += 1) await guess();
    const all = await entries({ event: 'workstation.enrol', outcome: 'refused' });
    expect(all.length - before).toBe(31);
    expect(all[0]?.after).toEqual({ refusalCount: 100 });
  });

  it('a desk that is not who it says is told, and keeps its identity', async () => {
    const { url, workstation, backend } = network;
    const { identity } = backend.service.stores;
    const publicKey = await keyOf(workstation);
    const asked = { ...replacing(workstation, WRONG_CODE, publicKey), name: 'another' };
    expect(outcomeOf(await callRaw(url, 'workstation.replace', asked))).toContain(
      'WORKSTATION_SIGNATURE_INVALID',
    );
    const [told] = await entries({ event: 'workstation.replace', outcome: 'refused' });
    expect(told).toMatchObject({ code: 'WORKSTATION_SIGNATURE_INVALID', address: 'loopback' });
    expect((await identity.workstation(workstation.workstationId))?.state).toBe('active');
  });

  it('a guessed setup token is told', async () => {
    const { url } = network;
    const bearer = { bearer: 'not-the-token' };
    const refused = await callRaw(url, 'network.create', validInputs['network.create'], bearer);
    expect(outcomeOf(refused)).toContain('SETUP_TOKEN_INVALID');
    const [told] = await entries({ event: 'network.create', outcome: 'refused' });
    expect(told).toMatchObject({ code: 'SETUP_TOKEN_INVALID', address: 'loopback', after: null });
  });
});
