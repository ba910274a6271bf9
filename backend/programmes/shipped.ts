import type { ProgrammeProfile } from '#domain/identity/programme.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import profiles from './profiles.json' with { type: 'json' };
import samples from './samples.json' with { type: 'json' };

/**
 * The programmes that come with the product, as data alone (acceptance §1.7). A network has those
 * of them that its administrator puts to use.
 * @throws on a profile that contradicts itself: the test of this file has read every one
 */
export function shippedProgrammes(): readonly ProgrammeProfile[] {
  return profiles.map((profile) => programmeProfile.parse(profile));
}

/** Texts of documents for a demonstration, each beginning with the word that it is a sample. */
export const sampleTerms = samples;
