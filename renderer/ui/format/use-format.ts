// How components get at the formatter: the application provides one that follows language and zone.
import { type App, type InjectionKey, type Ref, computed, inject } from 'vue';
import { type Format, makeFormat } from './format.ts';
import type { Locale } from './locale.ts';

const formatKey: InjectionKey<Readonly<Ref<Format>>> = Symbol('format');

/**
 * Gives every component of the application a Format that is rebuilt when language, zone or decimal
 * mark change; without a mark it is that of the language.
 */
export function provideFormat(
  app: App,
  locale: Readonly<Ref<Locale>>,
  timeZone: Readonly<Ref<string>>,
  decimalSeparator?: Readonly<Ref<',' | '.' | undefined>>,
): void {
  app.provide(
    formatKey,
    computed(() => makeFormat(locale.value, timeZone.value, decimalSeparator?.value)),
  );
}

/** The current Format; a missing provider is a bug of the entry file and throws. */
export function useFormat(): Readonly<Ref<Format>> {
  const format = inject(formatKey);
  if (format === undefined) throw new Error('provideFormat was not called for this application');
  return format;
}
