import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import type { AccountRules, ProgrammeProfile } from '#domain/identity/programme.ts';
import type { TestBackend } from './test-backend.ts';

/** A programme of the test's own, made from one that is shipped by what is asked of it. */
export function programmeWith(account: Partial<AccountRules>): ProgrammeProfile {
  const like = shippedProgrammes().find((one) => one.account.birth === account.birth);
  if (like === undefined) throw new Error(`no shipped programme is born ${account.birth}`);
  return { ...like, programmeId: 'invented', account: { ...like.account, ...account } };
}

/** Puts a programme to use. */
export async function useProgramme(
  { service, clock }: Pick<TestBackend, 'service' | 'clock'>,
  profile: ProgrammeProfile,
): Promise<void> {
  const atMs = clock.nowMs();
  const programme = { profile, active: true, revision: 0, changedAtMs: atMs };
  const changes = [{ kind: 'programme.add', programme }] as const;
  await service.stores.people.commit({ atMs, audit: null, changes });
}
