import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { isOfClient as isRoleOfClient, type Right } from '#domain/identity/rights.ts';
import type { Result } from '#domain/result.ts';
import type { BridgeInput, SessionState } from '#protocol/bridge.ts';
import { useClient } from '../client.ts';

const nobody: SessionState = { user: null, rights: [], mode: 'none', expiresAtMs: null };

/** Who works at this window, with the rights that the engine vouches for. */
export const useSession = defineStore('session', () => {
  const { engine } = useClient();
  const session = shallowRef<SessionState>(nobody);
  const known = shallowRef(false);
  /** The session ended by itself (it expired, or the engine began anew), not by signing out. */
  const ended = shallowRef(false);
  const user = computed(() => session.value.user);

  engine.on('session:changed', keep);

  function keep(state: SessionState): void {
    if (state.user !== null) ended.value = false;
    else if (user.value !== null) ended.value = true;
    session.value = state;
    known.value = true;
  }

  async function load(): Promise<Result<SessionState>> {
    const answer = await engine.request('session:state', {});
    if (answer.ok) keep(answer.value);
    return answer;
  }

  async function signIn(entry: BridgeInput<'session:signIn'>): Promise<Result<SessionState>> {
    const answer = await engine.request('session:signIn', entry);
    if (answer.ok) keep(answer.value);
    return answer;
  }

  async function signOut(): Promise<void> {
    const answer = await engine.request('session:signOut', {});
    if (answer.ok) keep(answer.value);
    if (answer.ok) ended.value = false;
  }

  /**
   * Rights come with the session, because offline the ones held at the last sign-in count (N-03).
   */
  function may(right: Right): boolean {
    return session.value.rights.includes(right);
  }

  /** Whether he sees one client's objects and nothing else. */
  function isOfClient(): boolean {
    return user.value !== null && isRoleOfClient(user.value.role);
  }

  return { session, known, ended, user, load, signIn, signOut, may, isOfClient };
});
