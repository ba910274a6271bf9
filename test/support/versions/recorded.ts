import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { routes, type RouteId } from '#protocol/routes.ts';

/** What builds of other ages left behind and said, and how it was recorded: README.md there. */
export const RECORDED = join(import.meta.dirname, '../../fixtures/versions');

/** A request of a recorded build, and what it was answered. */
export const exchange = z.strictObject({
  atMs: z.int(),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  status: z.int(),
  answer: z.string(),
});
export type RecordedExchange = z.infer<typeof exchange>;

const step = z.strictObject({
  act: z.discriminatedUnion('do', [
    z.strictObject({
      do: z.enum(['start', 'office', 'sync', 'cut', 'mend', 'keep', 'backUp', 'restore']),
    }),
    z.strictObject({ do: z.literal('pass'), ms: z.int() }),
    z.strictObject({ do: z.literal('call'), method: z.string(), input: z.unknown() }),
  ]),
  atMs: z.int(),
  outcome: z.string().nullable(),
  exchanges: z.array(exchange),
});
export type RecordedStep = z.infer<typeof step>;

/** A file of a recording, unpacked. */
function recordedFile(recording: string, name: string): Buffer {
  return gunzipSync(readFileSync(join(RECORDED, recording, `${name}.gz`)));
}

/** Lays files of a recording into a folder. */
export function unpack(recording: string, dir: string, names: readonly string[]): void {
  mkdirSync(dir, { recursive: true });
  for (const name of names) writeFileSync(join(dir, name), recordedFile(recording, name));
}

/** What was done and said in a day, step by step. */
export function recordedDay(recording: string): readonly RecordedStep[] {
  return z.array(step).parse(JSON.parse(recordedFile(recording, 'day.json').toString('utf8')));
}

/** The route that a request asks for. */
export function routeOf({ method, path }: { method: string; path: string }): RouteId {
  const [asked = ''] = path.split('?');
  const found = Object.entries(routes).find(
    ([, route]) =>
      route.method === method &&
      new RegExp(`^${route.path.replaceAll(/:\w+/gu, '[^/]+')}$`, 'u').test(asked),
  );
  if (found === undefined) throw new Error(`no route: ${method} ${path}`);
  // The entries of the table of routes are named by its keys.
  return found[0] as RouteId;
}
