import type { Result } from '#domain/result.ts';
import type { SimDesk } from '../world/desk.ts';
import { PASSWORD } from '../world/trade.ts';

/**
 * Somebody sits down at a workstation, if he is not there already: a shift supervisor at the till,
 * who may sell and give back, or another by his login. False when he did not come in.
 */
export async function signedIn(desk: SimDesk, login = 'till'): Promise<boolean> {
  const state = await desk.ask('session:state', {});
  if (state === null) return false;
  // Who unlocked without the link signs in again when it may be back.
  const online = desk.engine.core.link.isUp();
  const isThere = state.ok && state.value.user?.login === login;
  if (isThere && (state.value.mode === 'online' || (state.value.mode === 'local' && !online))) {
    return true;
  }
  const signed = await desk.ask('session:signIn', { login, password: PASSWORD });
  if (signed?.ok !== true) return false;
  desk.visitors.add(login);
  return true;
}

/** Somebody else has sat down between two clicks, and may not do that. */
export function isOfAnother(again: Result<unknown>): boolean {
  return !again.ok && again.code === 'FORBIDDEN';
}
