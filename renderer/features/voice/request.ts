// What a station reads out over the telephone as it is typed, and what the office says to it.
import { computed, reactive, shallowRef, watch } from 'vue';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import { useCommand } from '#bridge/query/use-command.ts';
import { useQuery } from '#bridge/query/use-query.ts';
import type { VoiceCaller } from './choices.ts';

type Reserve = Omit<BridgeInput<'voice:reserve'>, 'commandId'>;

const CHALLENGE_DIGITS_MIN = 8;

/**
 * One call of a station. `callers`: the workstations that may call. The card and whether the fill
 * would pass are looked up while it is typed; nothing is reserved before `reserve`.
 */
export function useVoiceRequest(callers: () => readonly VoiceCaller[]) {
  const entered = reactive({
    workstationId: null as string | null,
    challenge: '',
    cardId: null as string | null,
    productId: null as string | null,
    volumeMl: null as number | null,
  });
  const command = useCommand('voice:reserve');
  const reserved = shallowRef<BridgeAnswer<'voice:reserve'> | null>(null);

  const asked = computed((): Reserve | null => {
    const { workstationId, cardId, productId, volumeMl } = entered;
    const challenge = entered.challenge.replaceAll(/\D/gu, '');
    if (workstationId === null || cardId === null || productId === null) return null;
    if (volumeMl === null || volumeMl === 0) return null;
    if (challenge.length < CHALLENGE_DIGITS_MIN) return null;
    return { workstationId, challenge, cardId, productId, volumeMl };
  });
  const card = useQuery('card:get', () =>
    entered.cardId === null ? null : { cardId: entered.cardId },
  );
  const preview = useQuery('sale:preview', () => {
    const { workstationId, cardId, productId, volumeMl } = entered;
    const caller = callers().find((one) => one.workstationId === workstationId);
    if (caller === undefined || cardId === null || productId === null || !volumeMl) return null;
    return { cardId, stationId: caller.stationId, productId, ask: { by: 'volume', volumeMl } };
  });

  // A code is for exactly what was read out: another word, and there is no code any more.
  watch(entered, () => {
    reserved.value = null;
    command.refusal.value = null;
  });

  /** The words stand still until the answer is there: a code is for exactly what was sent. */
  async function reserve(): Promise<void> {
    if (asked.value === null || command.busy.value || reserved.value !== null) return;
    const answer = await command.run(asked.value);
    if (answer.ok) reserved.value = answer.value;
  }

  /** For the next caller; not while this one waits for his answer. */
  function clear(): void {
    if (command.busy.value) return;
    Object.assign(entered, {
      workstationId: null,
      challenge: '',
      cardId: null,
      productId: null,
      volumeMl: null,
    });
  }

  return { entered, asked, card, preview, command, reserved, reserve, clear };
}
