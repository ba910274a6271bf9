import type { Language } from '#domain/text/language.ts';
import type { Stores } from '../ports.ts';
import type { LetterFacts } from './message-texts.ts';
import type { Channels } from './set-up-channels.ts';

/** Whose clock a programme's people read, by its country; the network's own read UTC. */
const ZONES: Readonly<Record<string, string>> = { RU: 'Europe/Moscow', KZ: 'Asia/Almaty' };
const NO_ZONE = 'UTC';

interface Asked {
  readonly programmeId: string | null;
  readonly language: Language;
  readonly channels: Channels;
}

/** What every text names of the programme that a message is of. */
export async function letterFacts(
  { programmes, identity }: Pick<Stores, 'programmes' | 'identity'>,
  { programmeId, language, channels }: Asked,
): Promise<LetterFacts> {
  const site = channels.email?.settings.site ?? null;
  const programme = programmeId === null ? null : await programmes.programme(programmeId);
  if (programme === null) {
    const { networkName = '' } = (await identity.network()) ?? {};
    return { programme: networkName, programmeId: null, zone: NO_ZONE, site };
  }
  const { names, country } = programme.profile;
  return { programme: names[language], programmeId, zone: ZONES[country] ?? NO_ZONE, site };
}
