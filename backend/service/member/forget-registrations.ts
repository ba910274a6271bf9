import type { Service } from '../service.ts';

/**
 * Forgets the registrations whose code nobody entered within their term (row R-11), in every
 * programme, also where nobody registers any more: phone, address and password are in them.
 */
export async function forgetRegistrations({ stores, clock }: Service): Promise<void> {
  const nowMs = clock.nowMs();
  const changes = (await stores.programmes.programmes()).flatMap(({ profile }) => {
    const { programmeId, account } = profile;
    const { registrationTermMs } = account;
    if (registrationTermMs === null) return [];
    const beforeMs = nowMs - registrationTermMs;
    return [{ kind: 'registration.forget', programmeId, beforeMs } as const];
  });
  if (changes.length > 0) await stores.people.commit({ atMs: nowMs, audit: null, changes });
}
