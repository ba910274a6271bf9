import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksOf } from '#domain/password-recovery/recovery-case.ts';
import { addStaff, hireStaff } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';
import { signIn } from '#test/support/backend/small-network.ts';

// Who may let happen what another one asks for (row N-12).

let bench: RecoveryBench;
let manager: string;
let administrator: string;
beforeEach(async () => {
  bench = await RecoveryBench.start();
  ({ manager, administrator } = bench.network);
});
afterEach(() => bench.close());

/** Somebody whom another one brings in, and who signs in by what was drawn for him. */
async function hired(by: string, role: 'client-manager' | 'administrator'): Promise<string> {
  const login = `hired-${uuid()}`;
  await hireStaff(bench.url, by, { login, role });
  return signIn(bench.url, login);
}

describe('a lost mailbox that is asked for by whoever got his password of a colleague', () => {
  const confirmedBy = async (asker: string, decider: string) => {
    const { login } = await bench.account('mail-code');
    const lost = { kind: 'lost-mailbox', programmeId: 'mail-code', login } as const;
    const papers = { checks: [...checksOf('lost-mailbox')], newEmail: `${login}@new.example` };
    const asked = { commandId: uuid(), ...lost, ...papers };
    const opened = await callRaw(bench.url, 'recovery-case.open', asked, { session: asker });
    const { caseId } = opened.body as { caseId: string };
    return bench.asked(decider, 'recovery-case.decide', { caseId, confirmed: true });
  };

  it('[N-12] is confirmed neither by his giver nor by another one of whom he has it', async () => {
    const one = await hired(administrator, 'client-manager');
    const another = await hired(administrator, 'client-manager');
    expect(await confirmedBy(one, administrator)).toBe('422 SECOND_APPROVER_REQUIRED');
    expect(await confirmedBy(one, another)).toBe('422 SECOND_APPROVER_REQUIRED');
    expect(await confirmedBy(one, manager)).toBe('200');
  });

  it('[N-12] is confirmed by nobody at the other end of a chain', async () => {
    const between = await hired(administrator, 'administrator');
    const last = await hired(between, 'client-manager');
    expect(await confirmedBy(administrator, last)).toBe('422 SECOND_APPROVER_REQUIRED');
    expect(await confirmedBy(last, administrator)).toBe('422 SECOND_APPROVER_REQUIRED');
  });
});

describe('a channel that is set up', () => {
  const emailOf = (user: string, secret = 'theirs') => {
    const server = { host: '127.0.0.1', port: 25, security: 'none', user } as const;
    const letter = { fromAddress: 'a@network.example', site: 'https://a.example' };
    return { channel: 'email', settings: { ...server, ...letter, trustedCaPem: null }, secret };
  };
  const unset = { channel: 'email', settings: null };
  const setRaw = (change: object, revision: number) => {
    const asked = { commandId: uuid(), revision, change };
    return callRaw(bench.url, 'channel.set', asked, { session: administrator });
  };
  const set = async (change: object, revision: number) => outcomeOf(await setRaw(change, revision));

  it('[N-12] is taken away by no administrator alone, nor turned to himself', async () => {
    await addStaff(bench.network.backend, { login: 'second', role: 'administrator' });
    const second = await signIn(bench.url, 'second');
    // The first way out of a network waits for nobody.
    expect(await set(emailOf('cabinet'), 0)).toBe('200');
    expect(await set(unset, 1)).toBe('422 SECOND_APPROVER_REQUIRED');
    const asked = await setRaw(emailOf('thief'), 1);
    expect(outcomeOf(asked)).toBe('422 SECOND_APPROVER_REQUIRED');
    const { email } = await call(bench.url, 'channel.get', {}, { session: administrator });
    expect(email).toMatchObject({ revision: 1, settings: { user: 'cabinet' } });
    const { approvalId } = (asked.body as { params: { approvalId: string } }).params;
    const own = await bench.asked(administrator, 'approval.give', { approvalId });
    expect(own).toBe('422 SECOND_APPROVER_REQUIRED');
    const waiting = await callRaw(bench.url, 'approval.list', {}, { session: second });
    expect(JSON.stringify(waiting.body)).toContain('"user":"thief"');
    expect(JSON.stringify(waiting.body)).not.toContain('theirs');
    expect(await bench.asked(second, 'approval.give', { approvalId })).toBe('200');
    // What was let happen is this very change, with the secret that was typed then, and once.
    expect(await set(emailOf('thief', 'another'), 1)).toBe('422 SECOND_APPROVER_REQUIRED');
    const again = await setRaw(emailOf('thief'), 1);
    expect(outcomeOf(again)).toBe('422 SECOND_APPROVER_REQUIRED');
    const anew = (again.body as { params: { approvalId: string } }).params;
    expect(await bench.asked(second, 'approval.give', anew)).toBe('200');
    expect(await set(emailOf('thief'), 1)).toBe('200');
    expect(await set(unset, 2)).toBe('422 SECOND_APPROVER_REQUIRED');
  });

  it('[N-12] is repaired alone by whoever has just brought the other administrator in', async () => {
    expect(await set(emailOf('cabinet'), 0)).toBe('200');
    await hired(administrator, 'administrator');
    expect(await set(emailOf('cabinet-2'), 1)).toBe('200');
    expect(await set(unset, 2)).toBe('200');
  });
});
