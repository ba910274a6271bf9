import type { TemplateUse } from '#domain/message/templates.ts';
import { isLanguage, type Language } from '#domain/text/language.ts';
import type { Service } from '../../service.ts';
import type { MessageChange } from '../changes/message-change.ts';
import type { Account } from '../people-rows.ts';
import type { Door } from './door.ts';

/** A letter about an account is worth sending for so long. */
const WORTH_MS = 24 * 3_600_000;

type Template = Extract<TemplateUse, { template: 'account-locked' | 'password-changed' }>;

export type Notice = Template & {
  readonly door: Door;
  /** Null where there is none: the message goes nowhere, as of a login that nobody has. */
  readonly account: Account | null;
};

/** Tells the owner of an account what happened to it: by letter, else by short message. */
export function noticeTo(
  { ids, clock }: Service,
  { door, account, ...use }: Notice,
): Extract<MessageChange, { kind: 'message.add' }> {
  const message = {
    ...use,
    ...wayTo(account),
    messageId: ids.uuid(),
    language: languageOf(account, door.language),
    expiresAtMs: clock.nowMs() + WORTH_MS,
    programmeId: door.programmeId,
    userId: account?.userId ?? null,
  };
  return { kind: 'message.add', message };
}

function wayTo(account: Account | null) {
  if (account !== null && account.email !== null) {
    return { channel: 'email', to: account.email } as const;
  }
  if (account !== null && account.phone !== null) {
    return { channel: 'sms', to: account.phone } as const;
  }
  return { channel: 'none', to: '' } as const;
}

/** The language that a person has chosen, or the door's first. */
export function languageOf(account: Account | null, otherwise: Language): Language {
  const chosen = account?.preferences['language'];
  return typeof chosen === 'string' && isLanguage(chosen) ? chosen : otherwise;
}
