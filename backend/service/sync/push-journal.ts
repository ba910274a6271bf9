import { assert } from '#domain/assert.ts';
import { chainTextAround, receivedText } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import type { JournalLine, LineAnswer, LineText } from '#protocol/journal.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { workstationOf } from '../access/need.ts';
import { derivedId } from '../authority/derived-id.ts';
import type { Caller, CallingWorkstation } from '../caller.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import type { AuthorityAnswer, AuthorityRequest } from '../ports.ts';
import type { Service } from '../service.ts';
import { lineCommand } from './journal-command.ts';

/**
 * Takes the next lines of a workstation's journal (architecture §8). The signature covers the last
 * line's hash, and with the chain every line before it. Lines are kept and their commands decided
 * in order, piece by piece, so that nobody at a pump waits for them; the new head is co-signed
 * (I8). A gap or a fork is answered line by line as a conflict, and nothing of it is kept. Lines
 * that come while those before them are being decided are judged meanwhile, and wait for them.
 */
export async function pushJournal(
  service: Service,
  { lines, signature }: RouteInput<'journal.push'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'journal.push'>>> {
  const { stores, digests, locks } = service;
  const workstation = workstationOf(caller);
  const { workstationId } = workstation;
  const row = await stores.identity.workstation(workstationId);
  const last = lines.at(-1);
  assert(row !== null && last !== undefined, 'a known workstation brings at least one line');
  if (!digests.verify(row.publicKey, last.hash, signature)) {
    return refuse('WORKSTATION_SIGNATURE_INVALID');
  }
  const judged = lineRequests(service, workstation, lines);
  // Nobody waits for it while a push before holds the lock; what it throws is met inside.
  judged.catch(() => undefined);
  return locks.run(`journal ${workstationId}`, async () => {
    const asked = await judged;
    return asked.ok ? ok(await decided(service, workstationId, asked.value)) : asked;
  });
}

async function decided(
  service: Service,
  workstationId: string,
  asked: readonly LineRequest[],
): Promise<RouteAnswer<'journal.push'>> {
  const answers = await service.desk.askPatiently(asked.map(({ request }) => request));
  const lineAnswers = asked.map(({ request, bodyCode }, index) => {
    return lineAnswer(request, answers[index], bodyCode);
  });
  tellForks(service, workstationId, lineAnswers);
  if (asked.some(({ request }) => request.line?.line.kind === 'lease.returned')) {
    service.recalls.heardFrom(workstationId);
  }
  return acknowledged(service, workstationId, lineAnswers);
}

/** Lines that are judged before others get their turn: less than a millisecond. */
const LINES_AT_ONCE = 50;

interface LineRequest {
  readonly request: AuthorityRequest;
  /** Why the line means nothing that could be done, or null. */
  readonly bodyCode: string | null;
}

/**
 * What the lines ask for. Refused with JOURNAL_CHAIN_BROKEN at the first that is not what its hash
 * says, or does not follow the line before it; with FIELD_INVALID where a body has no text that a
 * hash could be taken over, so that no workstation can have written the line.
 */
async function lineRequests(
  service: Service,
  workstation: CallingWorkstation,
  lines: readonly JournalLine[],
): Promise<Answer<readonly LineRequest[]>> {
  const requests: LineRequest[] = [];
  for (const [index, line] of lines.entries()) {
    if (index > 0 && index % LINES_AT_ONCE === 0) await service.turns.next();
    const body = receivedText(line.body);
    if (body === null) return refuse('FIELD_INVALID', { field: 'body' });
    const isWhole = service.digests.sha256(chainTextAround(line, body)) === line.hash;
    if (!isWhole || !follows(lines[index - 1], line)) {
      return refuse('JOURNAL_CHAIN_BROKEN', { seq: line.seq });
    }
    requests.push(lineRequest(service, workstation, { line, text: { ...line, body } }));
  }
  return ok(requests);
}

function follows(before: JournalLine | undefined, line: JournalLine): boolean {
  if (before === undefined) return true;
  return line.seq === before.seq + 1 && line.previousHash === before.hash;
}

interface ReadLine {
  readonly line: JournalLine;
  readonly text: LineText;
}

function lineRequest(
  { digests, clock }: Service,
  workstation: CallingWorkstation,
  { line, text }: ReadLine,
): LineRequest {
  const { workstationId } = workstation;
  const commandId = derivedId(digests, 'journal', workstationId, String(line.seq));
  const meant = lineCommand(line, { workstation, commandId, atMs: clock.nowMs() });
  const command = meant.ok ? meant.value : null;
  const request = { command, digest: line.hash, line: { workstationId, line: text } };
  return { request, bodyCode: meant.ok ? null : meant.code };
}

function lineAnswer(
  { line }: AuthorityRequest,
  answer: AuthorityAnswer | undefined,
  bodyCode: string | null,
): LineAnswer {
  const kept = answer?.line ?? null;
  assert(line !== null && kept !== null, 'each line has its answer');
  const { seq } = line.line;
  // The store keeps such a line without judging it, and knows it as kept when it comes again.
  if (bodyCode !== null && kept.status !== 'conflict') {
    return { seq, status: 'refused', code: bodyCode };
  }
  return { seq, ...kept };
}

function tellForks(
  { audit }: Service,
  workstationId: string,
  answers: readonly LineAnswer[],
): void {
  const fork = answers.find(({ status }) => status === 'conflict');
  if (fork === undefined) return;
  const subjectId = String(fork.seq);
  audit.note({
    event: 'journal-conflict',
    userId: null,
    workstationId,
    subjectId,
    code: fork.code,
  });
}

async function acknowledged(
  service: Service,
  workstationId: string,
  answers: LineAnswer[],
): Promise<RouteAnswer<'journal.push'>> {
  const row = await service.stores.identity.workstation(workstationId);
  assert(row !== null, 'a workstation is never removed');
  const { keys } = await networkOf(service);
  const { seq, hash } = row.head;
  return {
    acknowledgedSeq: seq,
    acknowledgedHash: hash,
    answers,
    keyId: keys.keyId,
    coSignature: service.digests.sign(keys.signingPrivateKey, hash),
  };
}
