import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditRecord } from '#protocol/records/audit.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { DEFAULT_REFUSAL_LIMITS } from '#service/audit/refusal-tally.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const WINDOW_MS = 15 * 60_000;

let network: SmallNetwork;
beforeAll(async () => {
  const guessLimits = { account: { tries: 6, windowMs: 900_000 } };
  network = await startSmallNetwork({ guessLimits, refusalLimits: DEFAULT_REFUSAL_LIMITS });
});
afterAll(() => network.backend.stop());

let sinceSeq = 0;
beforeEach(() => startHere());

/** From here on entries are looked at. */
async function startHere(): Promise<void> {
  sinceSeq = (await entries())[0]?.seq ?? sinceSeq;
}

async function entries(
  filter: Partial<RouteInput<'audit.list'>> = {},
): Promise<readonly AuditRecord[]> {
  const session = { session: network.administrator };
  const { rows } = await call(network.url, 'audit.list', { limit: 500, ...filter }, session);
  return rows.filter(({ seq }) => seq > sinceSeq);
}

/** A try to sign in; its outcome. */
async function tryIn(login: string, patch: Partial<RouteInput<'session.open'>> = {}) {
  const input = { login, password: 'not it', workstationId: null, ...patch };
  return outcomeOf(await callRaw(network.url, 'session.open', input));
}

const told = async () => (await entries()).map(({ event, code }) => `${event} ${code}`);

describe('what the trail tells of refusals', () => {
  it('[G8] says of each refused sign-in why, and from where, whoever it was', async () => {
    for (const login of ['curator', 'nobody-at-all']) {
      await startHere();
      const outcomes = [];
      for (let nth = 0; nth < 5; nth += 1) outcomes.push(await tryIn(login));
      expect(outcomes).toContain('429 AUTH_DELAYED');
      const all = await entries();
      expect(all).toHaveLength(outcomes.length);
      expect(all.map(({ code }) => code).toReversed()).toEqual(
        outcomes.map((outcome) => outcome.split(' ')[1]),
      );
      expect(all.every(({ event, address }) => event === 'sign-in' && address === 'loopback')).toBe(
        true,
      );
    }
  });

  it('[G8] names the account that knew its password at a stopped workstation', async () => {
    const at = { workstationId: uuid() };
    expect(await tryIn('chief', { ...at, password: PASSWORD })).toContain('WORKSTATION_UNKNOWN');
    const [entry] = await entries();
    expect(entry).toMatchObject({ event: 'sign-in', code: 'WORKSTATION_UNKNOWN' });
    expect(entry).toMatchObject({ userName: 'Chief', address: 'loopback', after: at });
    // It has not proved itself.
    expect(entry?.workstationId).toBeNull();
    expect(await entries()).toHaveLength(1);
  });

  it('[G8] tells of an invitation and a link that were not good, and nothing that was typed', async () => {
    const { url } = network;
    const token = 'a'.repeat(43);
    await callRaw(url, 'invitation.read', { token });
    const chosen = { password: 'seven grey wolves', repeat: 'seven grey wolves' };
    await callRaw(url, 'invitation.accept', { commandId: uuid(), token, ...chosen });
    await callRaw(url, 'contact.confirm-link', { token });
    const proof = { by: 'link', token } as const;
    await callRaw(url, 'password.prove', { proof, workstationId: null });
    expect((await told()).toReversed()).toEqual([
      'invitation.read INVITE_UNKNOWN',
      'invitation.accept INVITE_UNKNOWN',
      'contact.confirm LINK_EXPIRED',
      'password.prove LINK_EXPIRED',
    ]);
    for (const entry of await entries()) {
      expect(entry).toMatchObject({ userId: null, before: null, after: null });
    }
  });

  it('[G8] writes one entry where the password in force was wrong, about the account', async () => {
    const session = await signIn(network.url, 'till');
    await startHere();
    const typed = { password: 'seven grey wolves', repeat: 'seven grey wolves' };
    const asked = { ...typed, currentPassword: 'wrong' };
    const refused = await callRaw(network.url, 'password.set', asked, { session });
    expect(outcomeOf(refused)).toContain('AUTH_INVALID');
    expect(await told()).toEqual(['sign-in AUTH_INVALID']);
  });

  it('[G8] is no flood: of many refusals of a kind the first are told, and then how many', async () => {
    // What was refused before is of another window.
    network.backend.clock.pass(WINDOW_MS);
    const token = 'b'.repeat(43);
    for (let nth = 0; nth < 120; nth += 1) {
      await callRaw(network.url, 'invitation.read', { token });
    }
    const all = await entries({ event: 'invitation.read' });
    expect(all.length).toBe(31);
    expect(all[0]?.after).toEqual({ refusalCount: 100 });
  });

  it('[G8] names the signed-in account that asks too often, and the workstation that was stopped', async () => {
    const rateLimits = { account: { requests: 60, windowS: 600 } };
    const own = await startSmallNetwork({ rateLimits, refusalLimits: DEFAULT_REFUSAL_LIMITS });
    const { url, backend, operator, manager, administrator, workstation } = own;
    const { workstationId, bearer } = workstation;
    const asking = { commandId: uuid(), cardId: 'card-1', reason: 'client' };
    const ask = async (auth: object) =>
      outcomeOf(await callRaw(url, 'card.block', { ...asking, commandId: uuid() }, auth));
    let outcome = '';
    for (let nth = 0; nth < 61 && outcome !== '429 RATE_LIMITED'; nth += 1) {
      outcome = await ask({ session: manager });
    }
    expect(outcome).toBe('429 RATE_LIMITED');
    const stop = { commandId: uuid(), workstationId, state: 'revoked' } as const;
    await call(url, 'workstation.revoke', stop, { session: administrator });
    expect(await ask({ session: operator })).toBe('403 WORKSTATION_REVOKED');
    const errors = await callRaw(url, 'sign-in.errors', {}, { bearer });
    expect(outcomeOf(errors)).toBe('403 WORKSTATION_REVOKED');
    const { rows } = await call(url, 'audit.list', { limit: 500 }, { session: administrator });
    const refusals = rows.filter(({ code }) => /LIMITED|REVOKED/u.test(code ?? ''));
    expect(refusals).toMatchObject([
      { event: 'sign-in.errors', code: 'WORKSTATION_REVOKED', userId: null, workstationId },
      { event: 'card.block', code: 'WORKSTATION_REVOKED', workstationId },
      { event: 'card.block', code: 'RATE_LIMITED', userName: 'curator' },
    ]);
    await backend.stop();
  });

  it('is narrowed to what was refused, and to what was done', async () => {
    const { url, stationId, administrator: session } = network;
    // What was refused before is of another window.
    network.backend.clock.pass(WINDOW_MS);
    await call(url, 'workstation.code', { commandId: uuid(), stationId }, { session });
    await tryIn('curator');
    const shown = async (outcome: 'accepted' | 'refused') =>
      (await entries({ outcome })).map(({ event, code }) => `${event} ${code}`);
    expect(await shown('accepted')).toEqual(['workstation.code null']);
    expect(await shown('refused')).toEqual(['sign-in AUTH_INVALID']);
    expect(await told()).toEqual(['sign-in AUTH_INVALID', 'workstation.code null']);
  });
});
