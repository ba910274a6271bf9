import type { TemplateUse } from '#domain/message/templates.ts';
import type { Language } from '#domain/text/language.ts';
import type { Account } from '../people/people-rows.ts';
import { languageOf } from './notice.ts';
import type { Service } from '../service.ts';
import type { NewMessage } from './message-ports.ts';

interface Said {
  readonly programmeId: string | null;
  readonly expiresAtMs: number;
  /** For whoever has chosen none. */
  readonly language: Language;
  /** Whom it names, as `NewMessage` has it. */
  readonly aboutId?: string;
}

/** To one of the network's people: by e-mail where it is known, at his workstation else. */
export function messageToStaff(
  { ids }: Pick<Service, 'ids'>,
  to: Account,
  { programmeId, expiresAtMs, language, ...use }: TemplateUse & Said,
): NewMessage {
  const { userId, email } = to;
  const place =
    email === null
      ? ({ channel: 'desktop', to: userId } as const)
      : ({ channel: 'email', to: email } as const);
  const fixed = { messageId: ids.uuid(), userId, programmeId, expiresAtMs };
  return { ...use, ...place, ...fixed, language: languageOf(to, language) };
}
