import type { GuestStore, NewsQuestion } from '#service/guests/guest-ports.ts';
import type { NamedNews, News, PublicStation, StationSaid } from '#service/guests/guest-rows.ts';
import type { Page } from '#service/page-ports.ts';
import type { GuestChange } from '#service/people/changes/guest-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { SqlDatabase, SqlWrite } from '../sql.ts';
import { applyNews, currentNews, newsById, newsPage } from './news.ts';
import { applyStation, publicStations, stationSaid } from './stations.ts';

/** What the network tells everybody, as it is read. */
export class SqlGuestStore implements GuestStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  news(newsId: string): Promise<News | null> {
    return newsById(this.#db, newsId);
  }

  currentNews(atMs: number, limit: number): Promise<readonly News[]> {
    return currentNews(this.#db, atMs, limit);
  }

  newsPage(question: NewsQuestion): Promise<Page<NamedNews>> {
    return newsPage(this.#db, question);
  }

  publicStations(atMs: number): Promise<readonly PublicStation[]> {
    return this.#db.read((sql) => publicStations(sql, atMs));
  }

  stationSaid(stationId: string): Promise<StationSaid | null> {
    return stationSaid(this.#db, stationId);
  }
}

export function applyGuest(sql: SqlWrite, change: GuestChange): Promise<CommitOutcome> {
  return change.kind === 'station.describe'
    ? applyStation(sql, change.said)
    : applyNews(sql, change);
}
