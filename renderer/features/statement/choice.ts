import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import { localDate } from '#domain/time/local-date.ts';
import type { Preferences } from '#protocol/records/preferences.ts';
import { useNowMs } from '#bridge/state/clock.ts';
import { useFormat } from '#ui/format/use-format.ts';
import { type DateSpan, presetDates } from './period.ts';

/** Where each way to look at operations lies; the one that a person has chosen is shown first. */
export const viewPaths = {
  statement: '/statement/lines',
  operations: '/statement/operations',
  months: '/statement/months',
} as const satisfies Record<NonNullable<Preferences['defaultReport']>, string>;

export type SubjectKind = 'card' | 'contract';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** Whose statement and for which dates; kept while the person looks at other screens. */
export const useStatementChoice = defineStore('statement-choice', () => {
  const format = useFormat();
  const nowMs = useNowMs();
  const kind = ref<SubjectKind>('card');
  const subject = shallowRef<Subject | null>(null);
  const span = shallowRef<DateSpan>(
    presetDates('this-month', localDate(nowMs.value, format.value.timeZone)),
  );

  function choose(chosen: Subject | null): void {
    if (chosen !== null) kind.value = chosen.kind;
    subject.value = chosen;
  }

  /** A statement of a card is not one of a contract: the other kind begins empty. */
  function chooseKind(chosen: SubjectKind): void {
    if (chosen === kind.value) return;
    kind.value = chosen;
    subject.value = null;
  }

  return { kind, subject, span, choose, chooseKind };
});
