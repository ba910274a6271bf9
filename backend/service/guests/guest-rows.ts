import type { OpeningHours } from '#domain/identity/programme.ts';
import type { Country } from '#domain/money/vat-rates.ts';
import type { NewsAudience, NewsTerm, NewsTexts } from '#domain/news/news.ts';

// What is kept of what the network tells everybody (row O-23).

export interface News extends NewsTerm {
  /** The id that whoever wrote it made. */
  readonly newsId: string;
  readonly texts: NewsTexts;
  readonly audience: NewsAudience;
  readonly programmeId: string | null;
  /** Who wrote it last, and when. */
  readonly writtenBy: string;
  readonly writtenAtMs: number;
  /** Grows with every change. */
  readonly revision: number;
}

/** With the name that a list shows. */
export interface NamedNews extends News {
  readonly writtenByName: string;
}

/** What staff said of a station. */
export interface StationSaid {
  readonly stationId: string;
  readonly address: string | null;
  /** E.164. */
  readonly phone: string | null;
  /** By the station's own clock; null where nobody has said. */
  readonly hours: OpeningHours['spans'] | null;
  /** Grows with every change; 0 where nothing was said yet. */
  readonly revision: number;
}

/** A station as everybody may know it. */
export interface PublicStation extends StationSaid {
  readonly name: string;
  readonly country: Country;
  readonly zone: string;
  /** Names of what has a price there at the moment that was asked for. */
  readonly products: readonly string[];
}
