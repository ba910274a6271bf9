// A fill that the office allows by telephone: the challenge that is read out, and the tries of the
// code that is read back (architecture §7).
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { BridgeAnswer, BridgeInput, Fill } from '#protocol/bridge.ts';
import { VOICE_TRIES_MAX } from '#domain/voice/voice.ts';
import { useClient } from '#bridge/client.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';
import { useNowMs } from '#bridge/state/clock.ts';

export type VoiceQuestion = BridgeInput<'voice:challenge'>;

/** Refusals for want of leases, or of what comes with them: the office can reserve all the same. */
const forWantOfLease: ReadonlySet<string> = new Set([
  'LEASE_REQUIRED',
  'LEASE_EXCEEDED',
  'LEASE_NOT_ALLOWED',
  'LEASES_KILLED',
  'PIN_OFFLINE_UNAVAILABLE',
]);

/** True for a refusal that a word from the office could turn. `code`: of the refusal. */
export function officeCouldAllow(code: string): boolean {
  return forWantOfLease.has(code);
}

/** One call at a time: a dialog that was closed by mistake opens with the same challenge again. */
export const useVoiceAuthorization = defineStore('voice-authorization', () => {
  const { engine } = useClient();
  const nowMs = useNowMs();
  const open = ref(false);
  const busy = ref(false);
  const question = shallowRef<VoiceQuestion | null>(null);
  const challenge = shallowRef<BridgeAnswer<'voice:challenge'> | null>(null);
  const triesLeft = ref(VOICE_TRIES_MAX);
  const spent = ref(false);
  const refusal = shallowRef<QueryRefusal | null>(null);
  const over = computed(
    () => spent.value || (challenge.value !== null && challenge.value.endsAtMs <= nowMs.value),
  );

  /** Opens the dialog for this fill; the one that is being asked about keeps its challenge. */
  async function ask(asked: VoiceQuestion): Promise<void> {
    open.value = true;
    const same = JSON.stringify(asked) === JSON.stringify(question.value);
    if (same && (busy.value || (challenge.value !== null && !over.value))) return;
    question.value = asked;
    await begin();
  }

  /** Another challenge for the same fill; the one before it is worth nothing here any more. */
  async function begin(): Promise<void> {
    const asked = question.value;
    if (asked === null) return;
    challenge.value = null;
    refusal.value = null;
    spent.value = false;
    triesLeft.value = VOICE_TRIES_MAX;
    busy.value = true;
    const answer = await engine.request('voice:challenge', asked);
    if (asked !== question.value) return;
    busy.value = false;
    if (answer.ok) challenge.value = answer.value;
    else refusal.value = answer;
  }

  /**
   * Tries the code that the office read out. The fill that it allows, or null and the reason in
   * `refusal`.
   */
  async function tryCode(code: string): Promise<Fill | null> {
    if (busy.value || over.value || challenge.value === null) return null;
    const { counter } = challenge.value;
    busy.value = true;
    const answer = await engine.request('voice:authorize', { counter, code });
    busy.value = false;
    if (!answer.ok) {
      refusal.value = answer;
      keepTries(answer);
      return null;
    }
    open.value = false;
    question.value = null;
    challenge.value = null;
    return answer.value;
  }

  function keepTries({ code, params }: QueryRefusal): void {
    const left = params['triesLeftCount'];
    if (typeof left === 'number') triesLeft.value = left;
    spent.value = code === 'VOICE_CODE_VOID';
  }

  const state = { open, busy, challenge, triesLeft, refusal, over };
  return { ...state, ask, begin, tryCode };
});
