import { firstLanguage, type ProgrammeProfile } from '#domain/identity/programme.ts';
import { assert } from '#domain/assert.ts';
import { newsTermsMs } from '#domain/message/news-terms.ts';
import { NOWHERE, targetsOf, type NoticeTarget } from '#domain/message/notice-choice.ts';
import type { NoticeKind } from '#domain/message/notice-kinds.ts';
import type { TemplateUse } from '#domain/message/templates.ts';
import { FIRST_LANGUAGE, isLanguage, type Language } from '#domain/text/language.ts';
import type { MessageChange } from '../people/changes/message-change.ts';
import type { Account } from '../people/people-rows.ts';
import { chosenWays } from '../people/preferences.ts';
import type { Service } from '../service.ts';

export type MessageAdd = Extract<MessageChange, { kind: 'message.add' }>;

/** A notice with its own parameters. */
export type NoticeUse = Extract<TemplateUse, { template: NoticeKind }>;

/** Through which door its reader comes in, and in which language he is written to there. */
export interface NoticeDoor {
  /** Null for the network's own people. */
  readonly programmeId: string | null;
  readonly language: Language;
}

/** Null for the account where there is none: the message goes nowhere (rule G7). */
type NoticeOf<A extends Account | null> = NoticeUse & {
  readonly door: NoticeDoor;
  readonly account: A;
  /** Whom it names beside its reader, as `NewMessage` has it. */
  readonly aboutId?: string;
};
export type Notice = NoticeOf<Account>;

/**
 * Tells somebody what happened, by every way that he has chosen (row R-27). To be written in the
 * commit of what it tells.
 */
export function noticesTo(service: Service, notice: Notice): readonly MessageAdd[] {
  const { account, template } = notice;
  const targets = targetsOf(account, template, chosenWays(account, template));
  return targets.map((target) => noticeAt(service, notice, target));
}

/**
 * The same as one message and not more, whoever is meant: how many ways an owner has chosen would
 * tell that there is one. To nobody it goes nowhere (rule G7).
 */
export function oneNoticeTo(
  service: Service,
  { account, ...notice }: NoticeOf<Account | null>,
): MessageAdd {
  if (account === null) return noticeAt(service, { ...notice, account }, NOWHERE);
  const [first] = noticesTo(service, { ...notice, account });
  assert(first !== undefined, 'what is about security goes somewhere');
  return first;
}

/** A notice to one place, whatever its reader has chosen. */
export function noticeAt(
  { ids, clock }: Service,
  { door, account, ...use }: NoticeOf<Account | null>,
  target: NoticeTarget,
): MessageAdd {
  return {
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
  };
}

/** The door of an account, for whoever does not stand at it. */
export async function noticeDoorOf(
  { stores }: Pick<Service, 'stores'>,
  { programmeId }: Pick<Account, 'programmeId'>,
): Promise<NoticeDoor> {
  const kept = programmeId === null ? null : await stores.programmes.programme(programmeId);
  return kept === null ? { programmeId, language: FIRST_LANGUAGE } : doorOfProgramme(kept.profile);
}

/** The door of a programme, and its first language. */
export function doorOfProgramme(
  profile: Pick<ProgrammeProfile, 'programmeId' | 'languages'>,
): NoticeDoor {
  return { programmeId: profile.programmeId, language: firstLanguage(profile) };
}

/** The language that a person has chosen, or the door's first. */
export function languageOf(account: Account | null, otherwise: Language): Language {
  const chosen = account?.preferences['language'];
  return typeof chosen === 'string' && isLanguage(chosen) ? chosen : otherwise;
}
