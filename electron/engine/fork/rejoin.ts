import { canonicalText } from '#domain/journal/chain.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { Language } from '#protocol/shell.ts';
import type { Core } from '../core.ts';
import { untoldCsv } from '../export/untold-csv.ts';
import { identity as identityShape } from '../journal/facts.ts';
import { openRedemptionCount } from '../redemption/redemption-store.ts';
import { countFillsIn } from '../sale/fill-store.ts';
import type { Operator } from '../sale/question.ts';
import { ofNewerBackend } from '../sync/link.ts';
import { untoldLines } from './compare.ts';
import { carryUntold } from './carry-untold.ts';
import { makeNextJournal, type NextParts } from './next-journal.ts';
import { untoldRows } from './untold.ts';

/** The file of what nobody else knows, and up to which line it tells. */
export interface UntoldFile {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly lineCount: number;
  readonly throughSeq: number;
}

/** Where a journal that is a fork stands on its way out; null for one that is none. */
export function forkState({ journal }: Core) {
  if (journal.facts.get('forked') !== true) return null;
  return { openCount: openCount(journal), saved: isSaved(journal) };
}

type Done = Result<{ done: true }>;

/** To a client's people: the file is of all clients together (rule G10). */
const FORBIDDEN = refuse('FORBIDDEN', { right: 'sale.view' });

/**
 * What is in this journal and nowhere else, to be entered by hand. Refused with JOURNAL_NOT_FORKED,
 * FORK_OPEN_FILLS while something is not ended and so has no slip, FORBIDDEN, or as the link is.
 */
export async function untoldFile(
  core: Core,
  language: Language,
  { clientId }: Operator,
): Promise<Result<UntoldFile>> {
  if (clientId !== null) return FORBIDDEN;
  const { journal, clock } = core;
  const ready = readyToLeave(journal);
  if (!ready.ok) return ready;
  const throughSeq = journal.head().seq;
  const untold = await untoldLines(core);
  if (!untold.ok) return untold;
  const lines = untold.value.lines.filter(({ seq }) => seq <= throughSeq);
  const rows = untoldRows(core, { ...untold.value, lines });
  const bytes = untoldCsv(rows, language);
  const day = new Date(clock.nowMs()).toISOString().slice(0, 10);
  return ok({ fileName: `untold-${day}.csv`, bytes, lineCount: rows.length, throughSeq });
}

/** The file lies somewhere else now: what it tells may be left here. */
export function noteSaved(core: Core, throughSeq: number, { clientId }: Operator): Done {
  if (clientId !== null) return FORBIDDEN;
  const atMs = core.clock.nowMs();
  const noted = core.journal.write({ atMs }, ({ facts }) => facts.set('untoldSaved', throughSeq));
  return noted.ok ? ok({ done: true }) : noted;
}

/** How a journal that is a fork is left. */
interface LeavingParts extends NextParts {
  /** Called when the next journal is ready: it begins with a new start of the engine. */
  readonly onReplaced?: () => void;
}

/**
 * The way out, for one at a time: whoever asks meanwhile, or after it was left, hears what became
 * of the first. Two at once would make one folder and be two workstations.
 */
export function makeRejoin(core: Core, parts: LeavingParts): (code: string) => Promise<Done> {
  let leaving: Promise<Done> | null = null;
  const leave = async (code: string): Promise<Done> => {
    let isLeft = false;
    try {
      const done = await rejoin(core, parts, code);
      isLeft = done.ok;
      if (isLeft) parts.onReplaced?.();
      return done;
    } finally {
      if (!isLeft) leaving = null;
    }
  };
  return (code) => (leaving ??= leave(code));
}

/**
 * Leaves a journal that is a fork and joins the network anew: the backend makes another workstation
 * of this one and declares the old one lost; the journal that begins takes the place of the old one
 * at the next start (architecture §7). The key stays: what a copy of this disk lacks is the token
 * that comes with the answer. Refused with JOURNAL_NOT_FORKED, FORK_OPEN_FILLS, FORK_NOT_SAVED,
 * DISK_FULL, or as the enrolment is; nothing has changed here then.
 */
async function rejoin(core: Core, parts: NextParts, code: string): Promise<Done> {
  const { journal, identity, workstationName: name, vault } = core;
  const ready = readyToLeave(journal);
  if (!ready.ok) return ready;
  if (!isSaved(journal)) return refuse('FORK_NOT_SAVED');
  const made = await makeNextJournal(parts);
  if (!made.ok) return made;
  const next = made.value;
  const { workstationId } = identity;
  const joining = { code, name, publicKey: await vault.publicKey(), workstationId };
  const signature = await vault.sign(canonicalText(joining));
  const asked = { ...joining, signature };
  const answer = ofNewerBackend(await core.link.callOpen('workstation.replace', asked));
  if (!answer.ok) {
    next.giveUp();
    return answer;
  }
  const { refreshToken, epoch, ...told } = answer.value;
  const generation = await vault.leaseGeneration();
  const atMs = core.clock.nowMs();
  const written = next.journal.write({ atMs }, ({ db, facts }) => {
    carryUntold(journal.db, db);
    facts.set('identity', identityShape.parse(told));
    facts.set('epoch', epoch);
    // The key store's number: a copy of the new file is to be told from it, not from the old one.
    facts.set('generation', generation);
    // The next slip follows the last one that people hold in their hands.
    facts.set('slipNumber', journal.facts.get('slipNumber') ?? 0);
  });
  if (!written.ok) {
    next.giveUp();
    return written;
  }
  await vault.keepRefreshToken(refreshToken);
  next.ready(workstationId);
  return ok({ done: true });
}

type Journal = Core['journal'];

function readyToLeave(journal: Journal): Result<null> {
  if (journal.facts.get('forked') !== true) return refuse('JOURNAL_NOT_FORKED');
  const count = openCount(journal);
  return count > 0 ? refuse('FORK_OPEN_FILLS', { count }) : ok(null);
}

/** What is not ended: it has no slip yet, and would be lost with this journal. */
function openCount({ db }: Journal): number {
  return countFillsIn(db, 'held') + countFillsIn(db, 'asked') + openRedemptionCount(db);
}

function isSaved({ facts, head }: Journal): boolean {
  return facts.get('untoldSaved') === head().seq;
}
