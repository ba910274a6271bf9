import { dayEnd, dayStart, localDate } from '#domain/time/local-date.ts';
import type { NewsAudience, NewsTexts } from '#domain/news/news.ts';
import { languages, type Language } from '#domain/text/language.ts';
import type { KeptNewsRecord } from '#protocol/records/guests.ts';

/** An announcement as it is being written; a language with neither title nor text is left out. */
export interface NewsDraft {
  texts: Record<Language, { title: string; text: string }>;
  audience: NewsAudience;
  programmeId: string | null;
  /** Days in the zone of the window; null at once, and without an end. */
  fromDate: string | null;
  /** The last day on which it is shown. */
  untilDate: string | null;
}

/** What the fields begin with: an announcement that is there, or an empty one for everybody. */
export function draftOf(news: KeptNewsRecord | null, zone: string): NewsDraft {
  const words = (language: Language) => {
    const { title = '', text = '' } = news?.texts[language] ?? {};
    return { title, text };
  };
  return {
    texts: { ru: words('ru'), en: words('en'), kk: words('kk') },
    audience: news?.audience ?? 'everybody',
    programmeId: news?.programmeId ?? null,
    fromDate: news === null ? null : localDate(news.fromMs, zone),
    untilDate: news === null || news.untilMs === null ? null : localDate(news.untilMs - 1, zone),
  };
}

/** The term that is typed; a day that was not changed keeps its instant. */
export function termOf(
  { fromDate, untilDate }: NewsDraft,
  news: KeptNewsRecord | null,
  zone: string,
): { readonly fromMs: number | null; readonly untilMs: number | null } {
  const before = draftOf(news, zone);
  const fromMs = fromDate === null ? null : dayStart(fromDate, zone);
  const untilMs = untilDate === null ? null : dayEnd(untilDate, zone);
  return {
    fromMs: news !== null && fromDate === before.fromDate ? news.fromMs : fromMs,
    untilMs: news !== null && untilDate === before.untilDate ? news.untilMs : untilMs,
  };
}

type Part = 'title' | 'text';

/** Fields of a language that is begun and not whole; of Russian where nothing is written at all. */
export function missingWords({ texts }: NewsDraft): readonly `${Language} ${Part}`[] {
  const isEmpty = (language: Language, part: Part): boolean => texts[language][part].trim() === '';
  const begun = languages.filter(
    (language) => !isEmpty(language, 'title') || !isEmpty(language, 'text'),
  );
  return (begun.length === 0 ? languages.slice(0, 1) : begun).flatMap((language) =>
    (['title', 'text'] as const)
      .filter((part) => isEmpty(language, part))
      .map((part) => `${language} ${part}` as const),
  );
}

/** The languages that are written, without spaces around their words. */
export function wordsOf({ texts }: NewsDraft): NewsTexts {
  const whole = languages.filter((language) => texts[language].title.trim() !== '');
  return Object.fromEntries(
    whole.map((language) => {
      const { title, text } = texts[language];
      return [language, { title: title.trim(), text: text.trim() }];
    }),
  );
}
