import { z } from 'zod';
import { newsStates } from '#domain/news/news.ts';
import * as g from '../../records/guests.ts';
import { commandId, done, get, listOf, page, post, type Route } from '../../route.ts';
import * as s from '../../shapes.ts';

const shown = z.strictObject({ rows: z.array(g.news), asOfMs: s.atMs });
const revision = z.int().min(0);

/** News and stations: read by everybody, said by staff (row O-23). */
export const guestRoutes = {
  /** What is in force and for everybody, the newest first. */
  'news.public': get('/v1/news/public', 'public', null, { input: s.empty, answer: shown }),
  /** What is in force for whoever asks. */
  'news.mine': get('/v1/news/mine', 'user', null, { input: s.empty, answer: shown }),
  'news.list': get('/v1/news', 'user', 'news.manage', {
    input: z.strictObject({ ...page, state: z.enum(newsStates).optional() }),
    answer: listOf(g.keptNews),
  }),
  'news.put': post('/v1/news', 'user', 'news.manage', {
    input: z.strictObject({
      ...commandId,
      newsId: s.id,
      ...g.newsSaid.shape,
      /** Null at once. */
      fromMs: s.atMs.nullable(),
      /** Of the announcement as it was read; null for a new one. */
      revision: revision.nullable(),
    }),
    answer: done,
  }),
  /** Nobody reads it any more; it stays in the list. */
  'news.withdraw': post('/v1/news/withdraw', 'user', 'news.manage', {
    input: z.strictObject({ ...commandId, newsId: s.id }),
    answer: done,
  }),
  /** Every station, by its name: few enough to be kept whole at a workstation. */
  'station.public': get('/v1/stations/public', 'public', null, {
    input: s.empty,
    answer: z.strictObject({ rows: z.array(g.publicStation), asOfMs: s.atMs }),
  }),
  'station.describe': post('/v1/stations/describe', 'user', 'station.describe', {
    input: z.strictObject({
      ...commandId,
      ...g.stationSaid.shape,
      /** Of the station as it was read. */
      revision,
    }),
    answer: done,
  }),
} as const satisfies Record<string, Route>;
