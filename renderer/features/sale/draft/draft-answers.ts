import { computed, watch, type ComputedRef, type Ref, type WritableComputedRef } from 'vue';
import type { Option } from '#ui/field/option.ts';
import { isAskBy } from './ask-entry.ts';
import { useSaleDraft } from './draft.ts';

/** What is offered for the draft's questions. */
export interface DraftOffers {
  readonly products: Readonly<Ref<readonly Option[]>>;
  readonly freePumps: Readonly<Ref<readonly Option[]>>;
}

/** The draft's answers as the fields of its form take them. */
export interface DraftAnswers {
  readonly pump: WritableComputedRef<string | null>;
  readonly way: WritableComputedRef<string | null>;
  readonly needsPin: ComputedRef<boolean>;
  /** Whether every question has its answer. */
  readonly ready: ComputedRef<boolean>;
}

/** The answers of the sale in work; what is the only choice for a card is chosen for it. */
export function useDraftAnswers({ products, freePumps }: DraftOffers): DraftAnswers {
  const draft = useSaleDraft();
  const pump = computed({
    get: () => (draft.pumpNumber === null ? null : String(draft.pumpNumber)),
    set: (value) => {
      draft.pumpNumber = value === null ? null : Number(value);
    },
  });
  const way = computed({
    get: (): string | null => draft.by,
    set: (value) => {
      if (isAskBy(value)) draft.by = value;
    },
  });
  const needsPin = computed(() => draft.view?.card.pinRequired ?? false);
  const ready = computed(
    () =>
      draft.view !== null &&
      draft.productId !== null &&
      draft.pumpNumber !== null &&
      draft.ask !== null &&
      (!needsPin.value || draft.pin.length >= 4),
  );
  watch(
    () => draft.view,
    (view) => {
      if (view === null) return;
      const open = products.value.filter(({ disabled }) => disabled !== true);
      if (draft.productId === null && open.length === 1) draft.productId = open[0]?.value ?? null;
      draft.pumpNumber ??= Number(freePumps.value[0]?.value ?? 0) || null;
    },
  );
  return { pump, way, needsPin, ready };
}
