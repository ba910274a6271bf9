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
 * Renders refusals through `errors.<CODE>.{title,text,next}`. An unknown code gets
 * `ui.unknownError`, a parameter that did not come a dash. Money needs `currency` among the params;
 * a screen that knows it adds it.
 */
export function useErrorText(): ComputedRef<(refusal: Refusal) => ErrorText> {
  const { t, te, tm } = useI18n({ useScope: 'global' });
  const format = useFormat();
  return computed(() => ({ code, params }: Refusal): ErrorText => {
    const root = te(`errors.${code}.title`, 'ru') ? `errors.${code}` : 'ui.unknownError';
    const written = { ...writeParams(params ?? {}, format.value), ...words(params ?? {}), code };
    const write = (part: keyof ErrorText): string => {
      const key = `${root}.${part}`;
      return t(key, { ...dashes(String(tm(key))), ...written });
    };
    return { title: write('title'), text: write('text'), next: write('next') };
  });

  /**
   * Parameters that are words of ours, not of a person, in the person's language: `owner: card`.
   */
  function words(params: Readonly<Record<string, ParamValue>>): Record<string, string> {
    const known = Object.entries(params).filter(([name, value]) =>
      te(`ui.param.${name}.${String(value)}`, 'ru'),
    );
    return Object.fromEntries(
      known.map(([name, value]) => [name, t(`ui.param.${name}.${String(value)}`, { ...params })]),
    );
  }
}

/** A dash for every placeholder of a message. */
function dashes(message: string): Record<string, string> {
  return Object.fromEntries(
    [...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, '—']),
  );
}
