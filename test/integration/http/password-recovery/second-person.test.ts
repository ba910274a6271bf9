import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checksOf } from '#domain/password-recovery/recovery-case.ts';
import { hireStaff } from '#test/support/backend/door-people.ts';
import { callRaw } from '#test/support/backend/http-client.ts';
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
