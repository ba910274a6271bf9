import { assert } from '#domain/assert.ts';
import { newsTermsMs } from '#domain/message/news-terms.ts';
import type { NewMessage } from '../message/message-ports.ts';
import { messageToStaff } from '../message/to-staff.ts';
import type { Service } from '../service.ts';
import type { Application } from './application-rows.ts';

// Letters about applications. A user name and an access code are in none of them: they are handed
// over in person (row V-10).

/**
 * To each of its recipients, by e-mail where it is known and at his workstation else (row V-09).
 */
export async function filedMessages(
  service: Service,
  application: Application,
): Promise<readonly NewMessage[]> {
  const { stores } = service;
  const { curatorUserId, headUserId, number, form, programmeId, filedAtMs } = application;
  const curator = curatorUserId === null ? null : await stores.people.accountById(curatorUserId);
  const head = await stores.people.accountById(headUserId);
  assert(head !== null, 'who receives applications has an account');
  const params = {
    applicationNumber: String(number),
    clientName: form.clientName,
    personName: form.personName,
    curator: curator?.displayName ?? '',
  };
  const template = { template: 'application-filed', params } as const;
  const said = {
    programmeId,
    expiresAtMs: filedAtMs + newsTermsMs['application-filed'],
    language: application.language,
    aboutId: application.applicationId,
  };
  return [curator, head].flatMap((to) =>
    to === null ? [] : [messageToStaff(service, to, { ...template, ...said })],
  );
}

/** To whoever applied, what came of it; nothing where no e-mail address was left. */
export function closedMessages(
  { ids }: Service,
  { applicationId, number, form, language, programmeId, ...closed }: Application,
): readonly NewMessage[] {
  const { closedAtMs, reason, state } = closed;
  if (form.email === null || closedAtMs === null) return [];
  const message: NewMessage = {
    messageId: ids.uuid(),
    channel: 'email',
    to: form.email,
    template: 'application-processed',
    params: {
      applicationNumber: String(number),
      outcome: state === 'processed' ? 'accepted' : 'refused',
      reason: reason ?? '',
    },
    language,
    expiresAtMs: closedAtMs + newsTermsMs['application-processed'],
    programmeId,
    userId: null,
    aboutId: applicationId,
  };
  return [message];
}
