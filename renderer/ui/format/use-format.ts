// How components get at the formatter: the application provides one that follows language and zone.
import { type App, type InjectionKey, type Ref, computed, inject } from 'vue';
import { type Format, makeFormat } from './format.ts';
import type { Locale } from './locale.ts';

const formatKey: InjectionKey<Readonly<Ref<Format>>> = Symbol('format');

/**
 * Gives every component of the application a Format that is rebuilt when language or zone change.
 */
export function provideFormat(
  app: App,
  locale: Readonly<Ref<Locale>>,
  timeZone: Readonly<Ref<string>>,
): void {
  app.provide(
    formatKey,
    computed(() => makeFormat(locale.value, timeZone.value)),
  );
}

/** The current Format; a missing provider is a bug of the entry file and throws. */
export function useFormat(): Readonly<Ref<Format>> {
  const format = inject(formatKey);
  if (format === undefined) throw new Error('provideFormat was not called for this application');
  return format;
}
