// The order of the conversation at the desk: Enter on an answered question goes to the next one
// instead of pressing anything, and a digit that no question takes begins the amount. A step is the
// place on the form marked `data-step`.
import { useEventListener } from '@vueuse/core';
import type { ShallowRef } from 'vue';

type Step = 'card' | 'product' | 'pump' | 'way' | 'ask' | 'pin' | 'hold';

const steps: readonly Step[] = ['card', 'product', 'pump', 'way', 'ask', 'pin', 'hold'];

interface DraftSteps {
  readonly focusStep: (step: Step) => void;
}

interface StepActions {
  /** Enter on the card's number. */
  readonly findCard: () => void;
  /** The PIN takes the focus by itself: it holds a box for each digit. */
  readonly focusPin: () => void;
}

/** Leads the keyboard through the questions of `form`. */
export function useDraftSteps(
  form: Readonly<ShallowRef<HTMLFormElement | null>>,
  { findCard, focusPin }: StepActions,
): DraftSteps {
  const placeOf = (step: Step): Element | null =>
    form.value?.querySelector(`[data-step="${step}"]`) ?? null;

  function focusStep(step: Step): void {
    if (step === 'pin') {
      focusPin();
      return;
    }
    const place = placeOf(step);
    const control = place?.querySelector<HTMLElement>(
      'input, [role="radio"][tabindex="0"], button',
    );
    (control ?? (place instanceof HTMLElement ? place : null))?.focus();
  }

  function goOn(event: KeyboardEvent): void {
    if (!isBareEnter(event)) return;
    const step = stepAt(event.target);
    if (step === 'hold') return;
    event.preventDefault();
    if (step === 'card') {
      findCard();
      return;
    }
    const next = steps.slice(steps.findIndex((one) => one === step) + 1);
    const shown = next.find((one) => placeOf(one) !== null);
    if (shown !== undefined) focusStep(shown);
  }

  /**
   * On a chosen fuel or a way of asking a digit means how much. The key is let through: what it
   * writes goes to the field that now has the focus.
   */
  function beginAmount(event: KeyboardEvent): void {
    const step = stepAt(event.target);
    if (!isBareDigit(event) || (step !== 'product' && step !== 'way')) return;
    if (placeOf('ask') !== null) focusStep('ask');
  }

  useEventListener(form, 'keydown', goOn);
  useEventListener(form, 'keydown', beginAmount);
  return { focusStep };
}

function isBareEnter(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && isBare(event);
}

/** One that the question under the focus has not taken for itself. */
function isBareDigit(event: KeyboardEvent): boolean {
  return /^\d$/u.test(event.key) && isBare(event) && !event.defaultPrevented;
}

function isBare({ ctrlKey, shiftKey, altKey, metaKey }: KeyboardEvent): boolean {
  return !ctrlKey && !shiftKey && !altKey && !metaKey;
}

function stepAt(target: EventTarget | null): string {
  const place = target instanceof Element ? target.closest('[data-step]') : null;
  return place?.getAttribute('data-step') ?? '';
}
