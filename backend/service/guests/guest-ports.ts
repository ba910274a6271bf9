import type { NewsState } from '#domain/news/news.ts';
import type { Page } from '../page-ports.ts';
import type { NamedNews, News, PublicStation, StationSaid } from './guest-rows.ts';

/** What is read of news and stations; what is written goes through `PeopleStore.commit`. */
export interface GuestStore {
  news(newsId: string): Promise<News | null>;
  /** Those in force at an instant, for whomever, the latest to begin first; so many at most. */
  currentNews(atMs: number, limit: number): Promise<readonly News[]>;
  /** The one that was first written last comes first. */
  newsPage(question: NewsQuestion): Promise<Page<NamedNews>>;
  /** Every station by its name, with what is sold there at an instant. */
  publicStations(atMs: number): Promise<readonly PublicStation[]>;
  stationSaid(stationId: string): Promise<StationSaid | null>;
}

export interface NewsQuestion {
  readonly cursor: string | null;
  readonly limit: number;
  /** Null for all of them. */
  readonly state: NewsState | null;
  readonly atMs: number;
}
