import type { BridgeInput } from '#protocol/bridge.ts';
import { type Desk, expect } from '../support/desk.ts';
import { ask } from '../support/engine.ts';
import { signContract } from '../support/office.ts';
import { signIn } from '../support/steps.ts';
import * as person from './person-steps.ts';

/** What it takes until members can make their accounts themselves: by the bridge, as screens do. */

/** The contract of a programme's members, and that it is theirs; its id. */
export async function assignMembers(
  desk: Desk,
  { programmeId, email }: { readonly programmeId: string; readonly email: string },
): Promise<string> {
  await signIn(desk, 'manager');
  const { contractId } = await signContract(desk, { programmeId: null, email });
  await person.signOut(desk);
  await signIn(desk, 'admin');
  await ask(desk, 'assignment:put', {
    commandId: crypto.randomUUID(),
    programmeId,
    memberContractId: contractId,
    curatorUserId: null,
    headUserId: null,
  });
  await person.signOut(desk);
  return contractId;
}

export interface NewMember {
  readonly programmeId: string;
  readonly phone: string;
  readonly password: string;
}

/** A registration with a virtual card and every tick, before its code is entered; its id. */
export async function beginRegistration(
  desk: Desk,
  { programmeId, phone, password }: NewMember,
): Promise<string> {
  const { programmes } = await ask(desk, 'programme:public', {});
  const door = programmes.find((one) => one.programmeId === programmeId);
  const ticks = (door?.documents ?? []).flatMap(({ kind, head }) =>
    head === null ? [] : [{ kind, version: head.version, hash: head.hash }],
  );
  const form: BridgeInput<'registration:start'> = {
    commandId: crypto.randomUUID(),
    programmeId,
    card: { way: 'virtual' },
    phone,
    email: null,
    password,
    repeat: password,
    ticks,
    language: 'ru',
  };
  return (await ask(desk, 'registration:start', form)).registrationId;
}

/**
 * A member of the demonstration, who is signed in then. Nothing sends messages there: the
 * administrator reads the code in the box where they wait.
 */
export async function signInAsMember(desk: Desk, { programmeId, phone, password }: NewMember) {
  await assignMembers(desk, { programmeId, email: 'vera@example.com' });
  const registrationId = await beginRegistration(desk, { programmeId, phone, password });
  await signIn(desk, 'admin');
  const { rows } = await ask(desk, 'message:list', { channel: 'sms' });
  const { words } = await ask(desk, 'message:get', { messageId: rows[0]?.messageId ?? '' });
  const code = /\b\d{4}\b/u.exec(JSON.stringify(words))?.[0] ?? '';
  await person.signOut(desk);
  await ask(desk, 'registration:confirm', { programmeId, registrationId, code });
  await expect(desk.window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
}
