import { auditEntry } from '#domain/audit/audit-entry.ts';
import { mayWrite, type PersonalField } from '#domain/password-recovery/contact-change.ts';
import { normalizePersonName } from '#domain/client/contact.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../../access/need.ts';
import { doerOf } from '../../audit/doer.ts';
import { parseDone } from '../../authority/done.ts';
import { once } from '../../authority/first-answer.ts';
import type { Caller } from '../../caller.ts';
import type { Answer } from '../../outcome.ts';
import type { PeopleChange } from '../../people/changes/people-change.ts';
import type { Service } from '../../service.ts';

/** One's own data as they were given (rows N-21, R-20). */
export async function readPersonalData(
  service: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'personal-data.get'>>> {
  const { stores, clock } = service;
  const { userId } = personOf(caller);
  const account = await stores.people.accountById(userId);
  if (account === null) return refuse('NOT_FOUND');
  const { login, displayName, email, phone } = account;
  const { taxId = null } = await stores.access.storedClaims(userId);
  const postalAddress = await stores.access.postalAddress(userId);
  const changes = await openChanges(service, userId);
  const asOfMs = clock.nowMs();
  return ok({ login, displayName, email, phone, postalAddress, taxId, changes, asOfMs });
}

/** Changes of contacts that still can be proved. */
async function openChanges({ stores, clock }: Service, userId: string) {
  const kinds = ['email', 'phone'] as const;
  const newest = await Promise.all(
    kinds.map((kind) => stores.access.latestContactChange(userId, kind)),
  );
  return newest.flatMap((change) => {
    if (change?.state !== 'open' || clock.nowMs() > change.expiresAtMs) return [];
    const { kind, value, awaits, expiresAtMs } = change;
    return [{ kind, value, awaits: [...awaits], expiresAtMs }];
  });
}

/**
 * Writes one's own name and postal address. What is not one's own to change is refused, with
 * everything that came along (row N-21).
 * @returns `FIELD_READONLY` {field, byProof}, `FIELD_INVALID` {field}
 */
export function putPersonalData(
  service: Service,
  { commandId, ...asked }: RouteInput<'personal-data.put'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'personal-data.put'>>> {
  const said = Object.entries(asked).flatMap(([field, value]): [string, string][] =>
    value === undefined ? [] : [[field, value]],
  );
  const told = Object.fromEntries(said);
  return once(
    service,
    { command: 'personal-data.put', commandId, caller, asked: told, parse: parseDone },
    async (keep) => {
      // The route's schema knows these names and no others.
      const writable = mayWrite(Object.keys(told) as PersonalField[]);
      if (!writable.ok) return writable;
      const { userId } = personOf(caller);
      const account = await service.stores.people.accountById(userId);
      if (account === null) return refuse('NOT_FOUND');
      const { displayName = account.displayName, postalAddress } = asked;
      // What one is called by the network may be no name of a person: only a new one has to be.
      const unchanged = displayName === account.displayName;
      const name = unchanged ? ok(displayName) : normalizePersonName(displayName);
      if (!name.ok) return refuse(name.code, { field: 'displayName' });
      const addressPut: readonly PeopleChange[] =
        postalAddress === undefined
          ? []
          : [{ kind: 'postal-address.put', userId, address: postalAddress || null }];
      const put = { ...account, displayName: name.value };
      const written = await service.stores.people.commit({
        atMs: service.clock.nowMs(),
        audit: auditEntry(doerOf(caller), {
          event: 'personal-data.put',
          subjectKind: 'account',
          subjectId: userId,
          before: { personName: account.displayName },
          after: { personName: put.displayName, fields: Object.keys(told) },
        }),
        changes: [{ kind: 'account.put', account: put }, ...addressPut, keep({ done: true })],
      });
      return written === 'done' ? ok({ done: true } as const) : refuse('CHANGED_MEANWHILE');
    },
  );
}
