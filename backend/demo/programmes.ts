import { assert } from '#domain/assert.ts';
import { derivedId } from '#service/authority/derived-id.ts';
import type { Caller } from '#service/caller.ts';
import { putProgramme } from '#service/programme/programmes.ts';
import { publishTerms } from '#service/programme/terms.ts';
import type { Service } from '#service/service.ts';
import { networkOf } from '#service/network/network-facts.ts';
import { programmeProfile } from '#protocol/records/programme.ts';

/**
 * Puts every programme that comes with the product to use in a demonstration, as its administrator
 * would, with sample texts for their documents.
 */
export async function seedProgrammes(service: Service, administratorId: string): Promise<void> {
  const { shipped, digests } = service;
  if (shipped === undefined) return;
  const { networkId } = await networkOf(service);
  const caller = asAdministrator(administratorId);
  for (const kept of shipped.profiles) {
    const profile = programmeProfile.parse(kept);
    const { programmeId } = profile;
    const commandId = derivedId(digests, networkId, programmeId);
    const put = { commandId, profile, active: true, revision: null };
    const made = await putProgramme(service, put, caller);
    assert(made.ok, 'a programme that is shipped can be put to use');
    for (const { kind } of profile.documents) {
      const terms = { programmeId, kind, fromMs: null, texts: { ...shipped.samples[kind] } };
      const publishing = derivedId(digests, networkId, `${programmeId} ${kind}`);
      const published = await publishTerms(service, { ...terms, commandId: publishing }, caller);
      assert(published.ok, 'a sample can be published');
    }
  }
}

function asAdministrator(userId: string): Caller {
  const person = {
    userId,
    sessionId: '',
    workstationId: null,
    role: 'administrator',
    clientId: null,
    grants: [],
  } as const;
  return { workstation: null, person };
}
