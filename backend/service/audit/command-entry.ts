import { auditEntry, type AuditEntry, type JsonObject } from '#domain/audit/audit-entry.ts';
import type { AuditEvent } from '#domain/audit/audit-event.ts';
import { briefValues } from '#domain/audit/brief-values.ts';
import { isSecretName } from '#protocol/secret-names.ts';
import type { Caller } from '../caller.ts';
import { doerOf } from './doer.ts';

/** The names that requests have for what is changed, and what it is; the most special first. */
const SUBJECTS = [
  ['redemptionId', 'redemption'],
  ['voucherId', 'voucher'],
  ['pointsAccountId', 'points-account'],
  ['saleId', 'sale'],
  ['cardId', 'card'],
  ['contractId', 'contract'],
  ['limitId', 'limit'],
  ['workstationId', 'workstation'],
  ['sessionId', 'session'],
  ['userId', 'account'],
  ['messageId', 'message'],
  ['stationId', 'station'],
] as const;

/**
 * The entry of a command as somebody gave it: what it is about is named by its fields, and what it
 * asks for stands for what it changes. Contacts go where the entry is kept, secrets go here.
 * @param code why it was refused; null where it is accepted
 */
export function commandEntry(
  event: AuditEvent,
  input: object,
  caller: Caller,
  code: string | null = null,
): AuditEntry {
  const after = askedOf(event, input);
  return auditEntry(doerOf(caller), { event, ...subjectOf(input), code, after });
}

/** What a request is about, by the first of the names that it has. */
export function subjectOf(input: object) {
  for (const [name, subjectKind] of SUBJECTS) {
    const subjectId: unknown = Reflect.get(input, name);
    if (typeof subjectId === 'string') return { subjectKind, subjectId };
  }
  return { subjectKind: null, subjectId: null };
}

/** Under this name somebody types what was sent to him; a log has codes of refusals under it. */
const TYPED_CODE = 'code';

/**
 * What was asked, as the trail keeps it: without anything under the name of a secret or as the
 * login of somebody who may be forgotten, and of long lists and texts only how long they are.
 */
function askedOf(event: AuditEvent, input: object): JsonObject {
  const asked = briefValues(input, (name) => name === TYPED_CODE || isSecretName(name));
  // The network's own people are known by their names; others may want to be forgotten.
  if (event === 'user.create' || asked['programmeId'] === null) return asked;
  const { displayName: personName, login: _typed, ...others } = asked;
  return personName === undefined ? others : { ...others, personName };
}
