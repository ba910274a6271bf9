// Collects renderer/locales/<locale>/<area>.json into one tree per language. Each file holds one
// top-level key equal to its own name, so that two areas can never overwrite each other.
import { type Locale, locales } from '#ui/format/locale.ts';

export interface MessageTree {
  readonly [key: string]: string | MessageTree;
}

const files = import.meta.glob<MessageTree>('../../locales/*/*.json', {
  eager: true,
  import: 'default',
});

/** All messages, language → area → key. */
export function collectMessages(): Record<Locale, MessageTree> {
  const tree: Record<Locale, MessageTree> = { ru: {}, en: {}, kk: {} };
  for (const [path, content] of Object.entries(files)) {
    const locale = locales.find((known) => path.includes(`/locales/${known}/`));
    if (locale !== undefined) tree[locale] = { ...tree[locale], ...content };
  }
  return tree;
}
