// Turns a refusal {code, params} into words: what happened, why, what to do next. Lives below
// features because every one of them shows refusals.
import { type ComputedRef, computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useFormat } from '../format/use-format.ts';
import { type ParamValue, writeParams } from './write-params.ts';

export interface Refusal {
  readonly code: string;
  readonly params?: Readonly<Record<string, ParamValue>> | undefined;
}

export interface ErrorText {
  readonly title: string;
  readonly text: string;
  /** The next step, in the imperative. */
  readonly next: string;
}

/**
 * Renders refusals through `errors.<CODE>.{title,text,next}`; an unknown code gets
 * `errors.UNKNOWN`.
 */
export function useErrorText(): ComputedRef<(refusal: Refusal) => ErrorText> {
  const { t, te } = useI18n({ useScope: 'global' });
  const format = useFormat();
  return computed(() => ({ code, params }: Refusal): ErrorText => {
    const known = te(`errors.${code}.title`, 'ru');
    const root = known ? `errors.${code}` : 'ui.unknownError';
    const written = { ...writeParams(params ?? {}, format.value), code };
    return {
      title: t(`${root}.title`, written),
      text: t(`${root}.text`, written),
      next: t(`${root}.next`, written),
    };
  });
}
