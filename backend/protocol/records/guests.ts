import { z } from 'zod';
import { newsAudiences, newsStates } from '#domain/news/news.ts';
import { languages } from '#domain/text/language.ts';
import { country, openingHours } from './programme.ts';
import * as s from '../shapes.ts';

/** What the network tells everybody, also before he signs in (row O-23): news and stations. */

const NEWS_TEXT_MAX = 4_000;

const newsWords = z.strictObject({
  title: s.name,
  text: z.string().trim().min(1).max(NEWS_TEXT_MAX),
});

/** What is said of an announcement by whoever writes it. */
export const newsSaid = z.strictObject({
  texts: z
    .partialRecord(s.language, newsWords)
    .refine((texts) => languages.some((language) => texts[language] !== undefined), {
      message: 'in one language at least',
    }),
  audience: z.enum(newsAudiences),
  programmeId: s.key.nullable(),
  untilMs: s.atMs.nullable(),
});

/** An announcement as its readers get it, in every language that it is written in. */
export const news = z.strictObject({ newsId: s.id, ...newsSaid.shape, fromMs: s.atMs });
export type NewsRecord = z.infer<typeof news>;

/** The same as whoever writes them sees it. */
export const keptNews = z.strictObject({
  ...news.shape,
  state: z.enum(newsStates),
  withdrawnAtMs: s.atMs.nullable(),
  /** Who wrote it last, and when. */
  writtenByName: s.name,
  writtenAtMs: s.atMs,
  revision: z.int().min(0),
});
export type KeptNewsRecord = z.infer<typeof keptNews>;

/** When a station serves, by its own clock; null where nobody has said. */
const stationHours = openingHours.shape.spans.nullable();

/** What staff say of a station for whoever comes there. */
export const stationSaid = z.strictObject({
  stationId: s.key,
  address: s.shortText.nullable(),
  /** E.164. */
  phone: z.string().max(40).nullable(),
  hours: stationHours,
});

/** A station as everybody may know it. */
export const publicStation = z.strictObject({
  stationId: s.key,
  name: s.name,
  country,
  zone: s.zone,
  address: s.shortText.nullable(),
  phone: z.string().max(20).nullable(),
  hours: stationHours,
  /** Names of what has a price there now. */
  products: z.array(s.name),
  /** Grows with every change of what is said of it. */
  revision: z.int().min(0),
});
export type PublicStationRecord = z.infer<typeof publicStation>;
