import type { Role } from '#domain/identity/rights.ts';
import type { Service } from '../service.ts';
import type { SessionPurpose, SessionRow } from './people-rows.ts';

/** One shift and its overlap; then the person signs in anew (packaging-security §9). */
const SESSION_LIFE_MS = 12 * 3_600_000;

export interface SessionOwner {
  readonly userId: string;
  readonly role: Role;
  readonly workstationId: string | null;
  readonly purpose: SessionPurpose;
  /** When it ends at the latest; left out, after its whole life. */
  readonly untilMs?: number;
}

/** A session to be kept, and the token that only its person gets. */
export interface NewSession {
  readonly row: SessionRow;
  readonly token: string;
}

/** A session that begins now. It is nobody's until it is written. */
export function newSession(
  { clock, ids, digests }: Pick<Service, 'clock' | 'ids' | 'digests'>,
  { untilMs, ...owner }: SessionOwner,
): NewSession {
  const openedAtMs = clock.nowMs();
  const sessionId = ids.uuid();
  const token = ids.token();
  const lifeEndsAtMs = openedAtMs + SESSION_LIFE_MS;
  const times = { openedAtMs, expiresAtMs: Math.min(lifeEndsAtMs, untilMs ?? lifeEndsAtMs) };
  const row = { sessionId, tokenHash: digests.sha256(token), ...owner, ...times };
  return { row, token };
}
