import { assert } from '#domain/assert.ts';
import { mayClose, seen } from '#domain/application/application.ts';
import {
  auditEntry,
  type AuditEntry,
  type Doer,
  type JsonObject,
} from '#domain/audit/audit-entry.ts';
import type { AuditEvent } from '#domain/audit/audit-event.ts';
import { maskKnown, maskPhone } from '#domain/client/contact-mask.ts';
import { ok, refuse } from '#domain/result.ts';
import type { ApplicationRecord } from '#protocol/records/application.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { DONE, parseDone } from '../authority/done.ts';
import { once, type Keep } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import { pageAnswer, pageQuestion } from '../office/page.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { closedMessages } from './application-messages.ts';
import type { Application } from './application-rows.ts';
import { namedApplications } from './named-applications.ts';

type Done = typeof DONE;

/** All applications, the newest first; nobody's contacts whole: one is opened for them (G5). */
export async function listApplications(
  service: Service,
  input: RouteInput<'application.list'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'application.list'>>> {
  const { stores, clock } = service;
  const { cursor, limit, search } = pageQuestion(input, caller);
  const question = { cursor, limit, search, state: input.state ?? null };
  const { rows, nextCursor } = await stores.applications.applications(question);
  const named = await namedApplications(service, rows);
  return pageAnswer({ rows: named.map(masked), nextCursor }, clock.nowMs());
}

/**
 * Opens an application, with its contacts; each time is told (G5). The first time of each of its
 * recipients is kept; whoever else may read it changes nothing (row V-09).
 */
export async function seeApplication(
  service: Service,
  { commandId, applicationId }: RouteInput<'application.see'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'application.see'>>> {
  const asked = { act: 'see', applicationId };
  // Kept is that it was opened; what it says is read anew: no answer keeps somebody's data.
  const noted = await once(
    service,
    { command: 'application.see', commandId, caller, asked, parse: parseDone },
    (keep) =>
      service.locks.run(`application ${applicationId}`, () =>
        noteSeen(service, { ...asked, keep }, caller),
      ),
  );
  if (!noted.ok) return noted;
  const application = await service.stores.applications.application(applicationId);
  return application === null ? refuse('NOT_FOUND') : named(service, application);
}

async function noteSeen(
  { stores, clock }: Service,
  { applicationId, keep }: { readonly applicationId: string; readonly keep: Keep<Done> },
  caller: Caller,
): Promise<Answer<Done>> {
  const before = await stores.applications.application(applicationId);
  if (before === null) return refuse('NOT_FOUND');
  const atMs = clock.nowMs();
  const after = seen(before, personOf(caller).userId, atMs);
  const { curatorSeenAtMs, headSeenAtMs } = after;
  const same = curatorSeenAtMs === before.curatorSeenAtMs && headSeenAtMs === before.headSeenAtMs;
  const noted = same ? [] : [{ kind: 'application.put', application: after } as const];
  const written = await stores.people.commit({
    atMs,
    audit: entryOf('application.see', { before, after }, doerOf(caller)),
    changes: [...noted, keep(DONE)],
  });
  return written === 'done' ? ok(DONE) : refuse('CHANGED_MEANWHILE');
}

/** Rejects an application that its recipients have seen; whoever applied is told why. */
export function rejectApplication(
  service: Service,
  { commandId, ...asked }: RouteInput<'application.reject'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'application.reject'>>> {
  const { applicationId } = asked;
  return once(
    service,
    { command: 'application.reject', commandId, caller, asked, parse: parseDone },
    (keep) =>
      service.locks.run(`application ${applicationId}`, () =>
        reject(service, { ...asked, keep }, caller),
      ),
  );
}

interface Rejecting extends Omit<RouteInput<'application.reject'>, 'commandId'> {
  readonly keep: Keep<Done>;
}

async function reject(
  service: Service,
  { applicationId, reason, keep }: Rejecting,
  caller: Caller,
): Promise<Answer<Done>> {
  const { stores, clock } = service;
  const before = await stores.applications.application(applicationId);
  if (before === null) return refuse('NOT_FOUND');
  const allowed = mayClose(before);
  if (!allowed.ok) return allowed;
  const atMs = clock.nowMs();
  const closed = {
    state: 'rejected',
    closedAtMs: atMs,
    closedBy: personOf(caller).userId,
    reason,
  } as const;
  const after = { ...before, ...closed };
  const written = await stores.people.commit({
    atMs,
    audit: entryOf('application.reject', { before, after }, doerOf(caller)),
    changes: [
      { kind: 'application.put', application: after },
      ...closedMessages(service, after).map(
        (message) => ({ kind: 'message.add', message }) as const,
      ),
      keep(DONE),
    ],
  });
  return written === 'done' ? ok(DONE) : refuse('CHANGED_MEANWHILE');
}

/** What is written of an application in the audit trail: its state, and nobody's data. */
export function entryOf(
  event: AuditEvent,
  { before, after }: { readonly before: Application; readonly after: Application },
  doer: Doer,
): AuditEntry {
  return auditEntry(doer, {
    event,
    subjectKind: 'application',
    subjectId: after.applicationId,
    before: told(before),
    after: told(after),
  });
}

function told(application: Application): JsonObject {
  const { number, state, curatorSeenAtMs, headSeenAtMs, reason } = application;
  return { number, state, curatorSeenAtMs, headSeenAtMs, reason };
}

function masked(application: ApplicationRecord): ApplicationRecord {
  const { form } = application;
  const contacts = { phone: maskPhone(form.phone), email: maskKnown(form.email) };
  return { ...application, form: { ...form, ...contacts } };
}

async function named(
  service: Service,
  application: Application,
): Promise<Answer<RouteAnswer<'application.see'>>> {
  const [record] = await namedApplications(service, [application]);
  assert(record !== undefined, 'every application has its record');
  return ok(record);
}
