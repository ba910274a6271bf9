import type { ApplicationRecord } from '#protocol/records/application.ts';
import type { Account } from '../people/people-rows.ts';
import type { Service } from '../service.ts';
import type { Application } from './application-rows.ts';

/** Applications as the office reads them: with people by their names, whoever they were. */
export async function namedApplications(
  { stores }: Service,
  applications: readonly Application[],
): Promise<readonly ApplicationRecord[]> {
  const people = new Map<string, Account>();
  for (const userId of new Set(applications.flatMap(peopleOf))) {
    const account = await stores.people.accountById(userId);
    if (account !== null) people.set(userId, account);
  }
  const nameOf = (userId: string | null): string | null =>
    (userId === null ? null : people.get(userId)?.displayName) ?? null;
  return applications.map(({ revision: _revision, ...application }) => ({
    ...application,
    curatorName: nameOf(application.curatorUserId),
    headName: nameOf(application.headUserId),
    closedByName: nameOf(application.closedBy),
    accountLogin: people.get(application.accountUserId ?? '')?.login ?? null,
  }));
}

function peopleOf({
  curatorUserId,
  headUserId,
  closedBy,
  accountUserId,
}: Application): readonly string[] {
  return [curatorUserId, headUserId, closedBy, accountUserId].filter((userId) => userId !== null);
}
