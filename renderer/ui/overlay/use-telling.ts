import { useErrorText, type Refusal } from '../text/use-error-text.ts';
import { useToasts } from './toast.ts';

/** How an outcome is told that has no place of its own on the screen. */
export interface Telling {
  refused(refusal: Refusal): void;
  done(title: string): void;
}

/** Tells outcomes by short messages: what happened, why, and what to do next. */
export function useTelling(): Telling {
  const toasts = useToasts();
  const errorText = useErrorText();
  return {
    refused(refusal) {
      const { title, text, next } = errorText.value(refusal);
      toasts.show({ tone: 'danger', title, text: `${text} ${next}` });
    },
    done: (title) => toasts.show({ tone: 'ok', title }),
  };
}
