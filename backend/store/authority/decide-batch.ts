import type { AuditEntry, JsonObject } from '#domain/audit/audit-entry.ts';
import { briefValues } from '#domain/audit/brief-values.ts';
import type { Outcome } from '#domain/authority/change.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import type { decide } from '#domain/authority/decide.ts';
import type { RecallNeed } from '#domain/authority/recall.ts';
import { toldFields } from '#domain/authority/told-fields.ts';
import { ok, refuse } from '#domain/result.ts';
import type { AuthorityAnswer, AuthorityRequest } from '#service/ports.ts';
import { applyChange } from './apply-change.ts';
import { factsOf } from './facts-of.ts';
import { answerOf, judgeLine } from './journal-answer.ts';
import { asOf, keptFrom, restored } from './kept-outcome.ts';
import { WorkingSet } from './working-set.ts';
import type { StateDelta } from './state-delta.ts';
import type { JournalAnswer, StateSource } from './state-source.ts';

type Asked = Pick<AuthorityRequest, 'digest' | 'formerDigest'> & {
  readonly command: AuthorityCommand;
};

interface Decided {
  readonly outcome: Outcome;
  readonly contractId: string | null;
  readonly recall?: readonly RecallNeed[] | undefined;
  readonly unkept?: true | undefined;
}

export interface DecidedBatch {
  readonly answers: readonly AuthorityAnswer[];
  readonly delta: StateDelta;
}

/**
 * Decides all requests of a batch in their order, each on what the ones before it left. Whoever
 * calls writes the delta in the same transaction that the source was read in, or nothing of it.
 */
export function decideBatch(
  source: StateSource,
  requests: readonly AuthorityRequest[],
  decideOne: typeof decide,
): DecidedBatch {
  const state = new WorkingSet(source);
  const answers = requests.map((request) => answered(request, state, decideOne));
  return { answers, delta: state.delta() };
}

function answered(
  { command, digest, formerDigest, line, told }: AuthorityRequest,
  state: WorkingSet,
  decideOne: typeof decide,
): AuthorityAnswer {
  if (command !== null) state.sawTime(command.atMs);
  if (line !== null) return answeredLine({ command, line, state, decideOne });
  if (command === null) return { outcome: null, repeated: false, line: null };
  const asked = { command, digest, formerDigest };
  const first = firstOutcome(asked, state);
  if (first !== null) return { outcome: first, repeated: true, line: null };
  const before = standing(command, told, state);
  const { outcome, contractId, recall, unkept } = decided(command, state, decideOne);
  if (unkept === true) return { outcome, repeated: false, line: null };
  // Not the last word: the same question is asked again when leases have come back.
  if (recall !== undefined) return { outcome, repeated: false, line: null, recall };
  keep(asked, { outcome, contractId }, state);
  // Of a refusal nothing is written that could be left untold: it is told when it is answered.
  if (told !== undefined && outcome.ok) {
    const after = { ...told.after, ...standing(command, told, state) };
    state.tell({ entry: { ...told, before, after }, atMs: command.atMs });
  }
  return { outcome, repeated: false, line: null };
}

/** What a command changes, as it stands now; null where nothing is told, or nothing stood. */
function standing(
  command: AuthorityCommand,
  told: AuditEntry | undefined,
  state: WorkingSet,
): JsonObject | null {
  const fields = told === undefined ? null : toldFields(command, factsOf(command, state));
  // A copy: what stands now may be changed where it is.
  return fields && briefValues(fields);
}

interface LineRequest {
  readonly command: AuthorityCommand | null;
  readonly line: NonNullable<AuthorityRequest['line']>;
  readonly state: WorkingSet;
  readonly decideOne: typeof decide;
}

/**
 * A line is known by its place in the chain, so it is never decided twice and its command needs no
 * first answer of its own.
 * @throws on an unknown workstation: it was authenticated before
 */
function answeredLine({ command, line: told, state, decideOne }: LineRequest): AuthorityAnswer {
  const { workstationId, line } = told;
  const head = state.heads.get(workstationId);
  if (head === null) throw new Error('an unknown workstation has no journal');
  const known = (seq: number) => state.journalLine(workstationId, seq);
  const judged = judgeLine(line, head, known);
  if (judged !== null)
    return {
      outcome: null,
      repeated: judged.status !== 'conflict',
      line: judged,
    };
  const result = command === null ? null : decided(command, state, decideOne);
  const end = lineEnd(result);
  const commandId = command?.commandId ?? null;
  const contractId = result?.contractId ?? null;
  state.keepLine({ workstationId, line, ...end, commandId, contractId });
  return { outcome: null, repeated: false, line: answerOf(end) };
}

function lineEnd(decision: Decided | null): JournalAnswer {
  if (decision === null) return { status: 'noted', code: null, remark: null };
  const { outcome } = decision;
  if (!outcome.ok) return { status: 'refused', code: outcome.code, remark: null };
  // Booked by our own figures, and somebody has to look at the difference (acceptance C11).
  const differs = 'differs' in outcome.value && outcome.value.differs === true;
  return { status: 'applied', code: null, remark: differs ? 'LINE_DIFFERS' : null };
}

function decided(command: AuthorityCommand, state: WorkingSet, decideOne: typeof decide): Decided {
  const facts = factsOf(command, state);
  const { outcome, changes, recall, unkept } = decideOne(command, facts);
  const contractId = facts.contract?.contractId ?? null;
  for (const change of changes) applyChange(change, contractId, state);
  return { outcome, contractId, recall, unkept };
}

/**
 * The first answer; COMMAND_ID_REUSED when the id stood for something else; null when it is new.
 * An authorization that passed is remembered by its sale alone.
 */
function firstOutcome({ command, digest, formerDigest }: Asked, state: WorkingSet): Outcome | null {
  const { commandId } = command;
  const known = state.outcome(commandId);
  if (known !== null) {
    const isSame = known.digest === digest || known.digest === formerDigest;
    if (!isSame) return refuse('COMMAND_ID_REUSED', { commandId });
    return restored(known.kept, (saleId) => state.sales.get(saleId)?.sale ?? null);
  }
  if (command.kind !== 'sale.authorize' || command.saleId !== commandId) return null;
  const stored = state.sales.get(commandId);
  if (stored === null || stored.digest === null) return null;
  if (stored.digest !== digest) return refuse('COMMAND_ID_REUSED', { commandId });
  return ok({ kind: 'sale', sale: asOf(stored.sale, 'held') });
}

function keep(
  { command, digest }: Asked,
  { outcome, contractId }: Decided,
  state: WorkingSet,
): void {
  const { commandId } = command;
  if (command.kind === 'sale.authorize' && command.saleId === commandId && outcome.ok) {
    const stored = state.sales.get(commandId);
    if (stored !== null) state.sales.put(commandId, { ...stored, digest });
    return;
  }
  const { kind, atMs } = command;
  state.keepOutcome({
    commandId,
    digest,
    kept: keptFrom(outcome),
    kind,
    contractId,
    atMs,
  });
}
