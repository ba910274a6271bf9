import { newsTermsMs } from '#domain/message/news-terms.ts';
import {
  NOWHERE,
  targetsOf,
  type NoticeKind,
  type NoticeTarget,
} from '#domain/message/notice-choice.ts';
import type { TemplateUse } from '#domain/message/templates.ts';
import { isLanguage, type Language } from '#domain/text/language.ts';
import type { Service } from '../../service.ts';
import type { MessageChange } from '../changes/message-change.ts';
import type { Account } from '../people-rows.ts';
import { chosenWays } from '../preferences.ts';
import type { Door } from './door.ts';

type MessageAdd = Extract<MessageChange, { kind: 'message.add' }>;

type Template = Extract<TemplateUse, { template: NoticeKind }>;

export type Notice = Template & {
  readonly door: Pick<Door, 'programmeId' | 'language'>;
  /** Null where there is none: the message goes nowhere, as of a login that nobody has. */
  readonly account: Account | null;
};

/**
 * Tells the owner of an account what happened to it, by every way that he has chosen (row R-27).
 * One message at least, whoever is meant: to nobody it goes nowhere.
 */
export function noticesTo(
  { ids, clock }: Service,
  { door, account, ...use }: Notice,
): readonly [MessageAdd, ...MessageAdd[]] {
  const message = (target: NoticeTarget): MessageAdd => ({
    kind: 'message.add',
    message: {
      ...use,
      ...target,
      messageId: ids.uuid(),
      language: languageOf(account, door.language),
      expiresAtMs: clock.nowMs() + newsTermsMs[use.template],
      programmeId: door.programmeId,
      userId: account?.userId ?? null,
    },
  });
  if (account === null) return [message(NOWHERE)];
  const [first, ...others] = targetsOf(account, chosenWays(account, use.template));
  return [message(first), ...others.map(message)];
}

/** The language that a person has chosen, or the door's first. */
export function languageOf(account: Account | null, otherwise: Language): Language {
  const chosen = account?.preferences['language'];
  return typeof chosen === 'string' && isLanguage(chosen) ? chosen : otherwise;
}
