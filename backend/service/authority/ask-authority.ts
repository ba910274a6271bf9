import type { AuditEntry } from '#domain/audit/audit-entry.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { OutcomeValue } from '#domain/authority/change.ts';
import type { RecallNeed } from '#domain/authority/recall.ts';
import { assert } from '#domain/assert.ts';
import type { Json } from '#domain/journal/chain.ts';
import { ok } from '#domain/result.ts';
import { refusalOf, type Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** An answer, and what leases would have to come back before it is the last word. */
export interface AuthorityReply {
  readonly answer: Answer<OutcomeValue>;
  readonly recall: readonly RecallNeed[];
}

/**
 * Puts one command to the authority. `asked` is what the caller sent, without any secret: it tells
 * a repeated request from another one under the same id, as does whose it is. `told` is what the
 * audit trail says of it, written with the decision where the command is accepted.
 */
export async function askAuthority(
  service: Service,
  command: AuthorityCommand,
  asked: Json,
  told?: AuditEntry,
): Promise<Answer<OutcomeValue>> {
  return (await askForReply(service, command, asked, told)).answer;
}

/** The same for a command that may be left without its last word. */
export async function askForReply(
  { desk, digests }: Service,
  command: AuthorityCommand,
  asked: Json,
  told?: AuditEntry,
): Promise<AuthorityReply> {
  const { kind, workstationId } = command;
  // What was asked has been through its route's schema, which puts every field in its one place.
  const digestBy = (by: string | null) => digests.sha256(JSON.stringify([kind, by, asked]));
  const digest = digestBy(workstationId ?? told?.userId ?? null);
  const formerDigest = digestBy(workstationId);
  const request = { command, digest, formerDigest, line: null, told };
  const { outcome, recall = [] } = await desk.ask(request);
  assert(outcome !== null, 'a command has an outcome');
  return { answer: outcome.ok ? ok(outcome.value) : refusalOf(outcome), recall };
}

/** The same for commands of which only success matters. */
export async function askDone(
  service: Service,
  command: AuthorityCommand,
  asked: Json,
  told?: AuditEntry,
): Promise<Answer<{ done: true }>> {
  const answer = await askAuthority(service, command, asked, told);
  return answer.ok ? ok({ done: true }) : answer;
}
