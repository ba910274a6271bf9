import { computed, type ComputedRef, type Ref } from 'vue';
import { useLink } from '#bridge/state/link-state.ts';
import { officeCouldAllow, type VoiceQuestion } from '../voice/voice-authorization.ts';
import { useSaleDraft } from './draft.ts';

/** The draft as the office would be asked for it; null while it cannot be, or has not to be. */
export function useVoiceQuestion(
  volumeMl: Readonly<Ref<number | null>>,
): ComputedRef<VoiceQuestion | null> {
  const draft = useSaleDraft();
  const link = useLink();
  return computed(() => {
    const { refusal, view, productId, pumpNumber } = draft;
    if (link.online || refusal === null || !officeCouldAllow(refusal.code)) return null;
    if (view === null || productId === null || pumpNumber === null) return null;
    if (volumeMl.value === null) return null;
    return { cardId: view.card.cardId, productId, pumpNumber, volumeMl: volumeMl.value };
  });
}
