import { firstLanguage, type ProgrammeProfile } from '#domain/identity/programme.ts';
import { newsTermsMs, type NewsTemplate } from '#domain/message/news-terms.ts';
import type { NoticeTarget } from '#domain/message/notice-choice.ts';
import type { TemplateUse } from '#domain/message/templates.ts';
import type { NewMessage } from '../message/message-ports.ts';
import type { MessageChange } from '../people/changes/message-change.ts';
import type { Account } from '../people/people-rows.ts';
import { languageOf } from '../message/notice.ts';
import type { Service } from '../service.ts';

/** Whose a message is; null where nobody is meant. */
export interface Addressee {
  readonly profile: ProgrammeProfile;
  readonly account: Account | null;
}

type Letter = Extract<TemplateUse, { template: NewsTemplate }> &
  Addressee & { readonly to: NoticeTarget };

/** News of an account to one address of it, whatever its person has chosen to hear. */
export function letterTo(
  service: Service,
  { profile, account, to, ...use }: Letter,
): Extract<MessageChange, { kind: 'message.add' }> {
  const expiresAtMs = service.clock.nowMs() + newsTermsMs[use.template];
  const person = addressed(service, { profile, account });
  return { kind: 'message.add', message: { ...use, ...to, ...person, expiresAtMs } };
}

/** Whose a message is, and in which language. */
export function addressed(
  { ids }: Service,
  { profile, account }: Addressee,
): Pick<NewMessage, 'messageId' | 'language' | 'programmeId' | 'userId'> {
  return {
    messageId: ids.uuid(),
    language: languageOf(account, firstLanguage(profile)),
    programmeId: profile.programmeId,
    userId: account?.userId ?? null,
  };
}
