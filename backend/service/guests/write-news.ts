import { auditEntry, type JsonObject } from '#domain/audit/audit-entry.ts';
import type { Json } from '#domain/journal/chain.ts';
import { isNewsTerm } from '#domain/news/news.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { DONE, parseDone } from '../authority/done.ts';
import { once, type Keep } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import type { News } from './guest-rows.ts';

/**
 * Writes an announcement, or changes one (row O-23). One that was withdrawn is shown again by
 * that.
 * @returns `FIELD_INVALID` {field: untilMs} where it would end before it begins,
 *   `PROGRAMME_NOT_FOUND`, `CHANGED_MEANWHILE` where somebody was quicker
 */
export function putNews(
  service: Service,
  { commandId, ...asked }: RouteInput<'news.put'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'news.put'>>> {
  return once(
    service,
    { command: 'news.put', commandId, caller, asked: jsonOf(asked), parse: parseDone },
    async (keep) => {
      const { stores, clock } = service;
      const { revision, ...said } = asked;
      const { userId: writtenBy } = personOf(caller);
      const before = await stores.guests.news(said.newsId);
      const writtenAtMs = clock.nowMs();
      const fromMs = said.fromMs ?? writtenAtMs;
      const wrong = await fault(service, { ...said, fromMs });
      if (wrong !== null) return wrong;
      const written = { writtenBy, writtenAtMs, withdrawnAtMs: null, revision: revision ?? 0 };
      const after: News = { ...said, ...written, fromMs };
      const kind = revision === null ? 'news.add' : 'news.put';
      return write(service, { kind, event: 'news.put', before, after, caller, keep });
    },
  );
}

/** What is wrong with it; null where nothing is. */
async function fault(
  { stores }: Service,
  { fromMs, untilMs, programmeId }: Pick<News, 'fromMs' | 'untilMs' | 'programmeId'>,
): Promise<Answer<never> | null> {
  if (!isNewsTerm({ fromMs, untilMs })) return refuse('FIELD_INVALID', { field: 'untilMs' });
  if (programmeId === null) return null;
  const programme = await stores.programmes.programme(programmeId);
  return programme === null ? refuse('PROGRAMME_NOT_FOUND') : null;
}

/** Takes an announcement back: nobody reads it any more. */
export function withdrawNews(
  service: Service,
  { commandId, newsId }: RouteInput<'news.withdraw'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'news.withdraw'>>> {
  return once(
    service,
    { command: 'news.withdraw', commandId, caller, asked: { newsId }, parse: parseDone },
    async (keep) => {
      const before = await service.stores.guests.news(newsId);
      if (before === null) return refuse('NOT_FOUND');
      if (before.withdrawnAtMs !== null) return ok(DONE);
      const atMs = service.clock.nowMs();
      const { userId: writtenBy } = personOf(caller);
      const after = { ...before, writtenBy, writtenAtMs: atMs, withdrawnAtMs: atMs };
      return write(service, {
        kind: 'news.put',
        event: 'news.withdraw',
        before,
        after,
        caller,
        keep,
      });
    },
  );
}

interface Writing {
  readonly kind: 'news.add' | 'news.put';
  readonly event: 'news.put' | 'news.withdraw';
  readonly before: News | null;
  readonly after: News;
  readonly caller: Caller;
  readonly keep: Keep<typeof DONE>;
}

async function write(
  { stores }: Service,
  { kind, event, before, after, caller, keep }: Writing,
): Promise<Answer<{ done: true }>> {
  const written = await stores.people.commit({
    atMs: after.writtenAtMs,
    audit: auditEntry(doerOf(caller), {
      event,
      subjectKind: 'news',
      subjectId: after.newsId,
      before: before === null ? null : told(before),
      after: told(after),
    }),
    changes: [{ kind, news: after }, keep(DONE)],
  });
  return written === 'done' ? ok(DONE) : refuse('CHANGED_MEANWHILE');
}

/** An announcement without who wrote it, and when: the trail says both by itself. */
function told({ texts, audience, programmeId, fromMs, untilMs, withdrawnAtMs }: News): JsonObject {
  return { texts: jsonOf(texts), audience, programmeId, fromMs, untilMs, withdrawnAtMs };
}

function jsonOf(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
