import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { localDate } from '#domain/time/local-date.ts';
import type { BridgeInput } from '#protocol/bridge.ts';
import { useNowMs } from '#bridge/state/clock.ts';
import { useSession } from '#bridge/state/session-state.ts';
import { useFormat } from '#ui/format/use-format.ts';
import { type MonthSpan, presetMonths } from './month-span.ts';

export type MonthSubject = BridgeInput<'month:list'>['subjectKind'];
export type MonthPart = NonNullable<BridgeInput<'month:list'>['by']>;

const parts: readonly MonthPart[] = ['none', 'product', 'station', 'contract'];

/** What months may be divided by: not by what they are all of. */
export function partsOf(kind: MonthSubject): readonly MonthPart[] {
  return parts.filter((part) => part !== kind);
}

/** Whose months, of which time and divided by what; kept while other screens are looked at. */
export const useMonthChoice = defineStore('month-choice', () => {
  const session = useSession();
  const format = useFormat();
  const nowMs = useNowMs();
  const today = computed(() => localDate(nowMs.value, format.value.timeZone));
  /** A client's person is told of his client alone (rule G10). */
  const ownClientId = computed(() => session.user?.clientId ?? null);
  const kinds = computed((): readonly MonthSubject[] => [
    ...(ownClientId.value === null ? (['network', 'station'] as const) : []),
    ...(session.may('contract.view') || ownClientId.value !== null ? (['client'] as const) : []),
    ...(session.may('contract.view') ? (['contract'] as const) : []),
  ]);
  const asked = ref<MonthSubject | null>(null);
  const kind = computed(
    (): MonthSubject =>
      kinds.value.find((one) => one === asked.value) ?? kinds.value[0] ?? 'client',
  );
  const chosenId = ref<string | null>(null);
  /** Null while nobody is chosen; of the network too, which has no id. */
  const subjectId = computed(() => ownClientId.value ?? chosenId.value);
  const chosenPart = ref<MonthPart>('none');
  const by = computed(
    (): MonthPart => partsOf(kind.value).find((one) => one === chosenPart.value) ?? 'none',
  );
  const span = shallowRef<MonthSpan>(presetMonths('last-12', today.value));

  const question = computed((): BridgeInput<'month:list'> | null => {
    const { fromMonth, toMonth } = span.value;
    const rest = { by: by.value, fromMonth, toMonth };
    if (toMonth < fromMonth) return null;
    if (kind.value === 'network') return { subjectKind: 'network', ...rest };
    if (subjectId.value === null) return null;
    return { subjectKind: kind.value, subjectId: subjectId.value, ...rest };
  });

  // Whom the one before asked for is nobody's business after him.
  watch(
    () => session.user?.userId,
    () => {
      asked.value = null;
      chosenId.value = null;
    },
  );

  function chooseKind(chosen: MonthSubject): void {
    if (chosen === kind.value) return;
    asked.value = chosen;
    chosenId.value = null;
  }

  return {
    ownClientId,
    today,
    kinds,
    kind,
    chosenId,
    subjectId,
    chosenPart,
    by,
    span,
    question,
    chooseKind,
  };
});
