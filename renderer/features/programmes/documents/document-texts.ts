import type { Language } from '#domain/text/language.ts';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { KeptProgramme } from '../use-programmes.ts';

/** A document in the languages that it has. */
export type Texts = BridgeAnswer<'terms:texts'>['texts'];
export type DocumentText = NonNullable<Texts[Language]>;
export type DocumentKind = KeptProgramme['profile']['documents'][number]['kind'];

/** A version that is opened to be read. */
export interface ReadVersion {
  readonly kind: DocumentKind;
  readonly version: number;
}

export const emptyText: DocumentText = { title: '', body: '' };

/** The number of the latest version of a document; null where it has none. */
export function latestVersion(kept: KeptProgramme, kind: DocumentKind): number | null {
  const numbers = kept.versions.filter((one) => one.kind === kind).map(({ version }) => version);
  return numbers.length === 0 ? null : Math.max(...numbers);
}

/** True where not a word of it differs. */
export function isSameTexts(one: Texts, other: Texts, languages: readonly Language[]): boolean {
  return languages.every((language) => {
    const was = one[language] ?? emptyText;
    const is = other[language] ?? emptyText;
    return was.title.trim() === is.title.trim() && was.body.trim() === is.body.trim();
  });
}
