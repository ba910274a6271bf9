import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { SyncState } from '#protocol/bridge.ts';
import { openMigrated } from '#sqlite/migrate.ts';
import { enrol, type Enrolment } from './boot/enrol.ts';
import { FIRST_CACHE, openCacheFile } from './cache/cache-file.ts';
import { foldingBy } from './cache/fold-log.ts';
import type { Core, Recovery } from './core.ts';
import { makeEvents } from './events.ts';
import { filesInThread, makeFileHere, type MakeFile } from './export/file-thread.ts';
import { takeNextJournal } from './fork/next-journal.ts';
import { makeRejoin } from './fork/rejoin.ts';
import { makeRegisterJobs, type RegisterJobs } from './import/register-jobs.ts';
import { openBallast, type Ballast } from './journal/ballast.ts';
import type { Identity } from './journal/facts.ts';
import { openHeadFile } from './journal/head-file.ts';
import { openJournal, type Journal } from './journal/journal.ts';
import { journalMigrations } from './journal/schema.ts';
import { openTrustedClock } from './journal/trusted-clock.ts';
import {
  killAllLeases,
  liftGeneration,
  moveGeneration,
  stopOffline,
  wasRestored,
} from './lease/generation.ts';
import { makeRecall, type RecallLeases } from './lease/recall.ts';
import { pinnedKeys } from './pinned-keys.ts';
import type { BackendClient, Clock, Ids, Log, SecretHash, Vault } from './ports.ts';
import { countFillsIn } from './sale/fill-store.ts';
import { makeRedemptions, type Redemptions } from './redemption/redemptions.ts';
import { makeSales, type Sales } from './sale/sales.ts';
import { makePersonSession, type PersonSession } from './session/person-session.ts';
import { makeArrival } from './sync/arrival.ts';
import { dropStrangers, pullClientFeed } from './sync/client-feed.ts';
import { openLink } from './sync/link.ts';
import { syncRound, type RoundSummary } from './sync/round.ts';
import { syncState } from './sync/sync-state.ts';

export interface EngineOptions {
  readonly dataDir: string;
  readonly workstationName: string;
  readonly appVersion: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly vault: Vault;
  readonly backend: BackendClient;
  readonly secretHash: SecretHash;
  readonly log: Log;
  /** How this installation becomes a workstation; null when it is one. Ignored when it is one. */
  readonly enrol: Enrolment | null;
  /** Disk space kept for captures; smaller in tests of a full disk. */
  readonly ballastBytes?: number;
  /** Keeps that space elsewhere than in a file: the simulator's disk fills up without one. */
  readonly ballast?: Ballast;
  /** Called when another journal is to take the place of this one, by a new start. */
  readonly onReplaced?: () => void;
  /** The file of the thread that makes exported files, `entry-file`; without it this one does. */
  readonly fileEntry?: URL;
  /** The same of the thread that folds the cache's log, `entry-fold`. */
  readonly foldEntry?: URL;
}

/**
 * One workstation: its journal, leases, cache and sales. No timer runs in it; whoever holds it
 * calls `syncOnce`.
 */
export interface Engine {
  readonly core: Core;
  readonly sales: Sales;
  readonly redemptions: Redemptions;
  readonly session: PersonSession;
  readonly registers: RegisterJobs;
  readonly makeFile: MakeFile;
  syncOnce(): Promise<Result<RoundSummary>>;
  /** Gives back what the live stream asks for. */
  readonly recall: RecallLeases;
  syncState(): SyncState;
  /** Leaves a journal that is a fork; it is over with this engine then. */
  rejoin(code: string): Promise<Result<{ done: true }>>;
  /** What would have to wait if the workstation were closed now. */
  work(): { readonly unsentCount: number; readonly openFillCount: number };
  close(): void;
}

/**
 * Opens the workstation's files, enrols it where it has to be, and brings in order what a stopped
 * process left. Refused with DATABASE_DAMAGED, DATABASE_FROM_FUTURE, DISK_FULL,
 * WORKSTATION_UNKNOWN, or as the enrolment is refused.
 */
export async function openEngine(options: EngineOptions): Promise<Result<Engine>> {
  const { dataDir, ballastBytes } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  takeNextJournal(dataDir);
  const ballast = options.ballast ?? openBallast(dataDir, ballastBytes);
  for (;;) {
    const opened = await openWith(options, ballast);
    // Opening takes some room itself; who cannot start can end no open fill.
    if (opened.ok || opened.code !== 'DISK_FULL' || !ballast.release()) return opened;
  }
}

async function openWith(options: EngineOptions, ballast: Ballast): Promise<Result<Engine>> {
  const journal = await openJournalFile(options, ballast);
  if (!journal.ok) return journal;
  return closedOnFailure(journal.value, () => openOn(options, journal.value));
}

/** Whoever could not start, by a refusal or an exception, leaves no file open. */
async function closedOnFailure<T>(
  file: { close(): void },
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  let done = false;
  try {
    const result = await work();
    done = result.ok;
    return result;
  } finally {
    if (!done) file.close();
  }
}

async function openJournalFile(options: EngineOptions, ballast: Ballast): Promise<Result<Journal>> {
  const { dataDir, vault, clock, appVersion, log } = options;
  const opened = openMigrated({
    file: join(dataDir, 'journal.db'),
    keyHex: await vault.databaseKey('journal'),
    durable: 'full',
    migrations: journalMigrations,
    nowMs: clock.nowMs(),
    appVersion,
  });
  if (!opened.ok) return refuse(opened.code, opened.params);
  return ok(openJournal({ db: opened.value, headFile: openHeadFile(dataDir), ballast, log }));
}

async function openOn(options: EngineOptions, journal: Journal): Promise<Result<Engine>> {
  const { dataDir, vault, clock: machineClock, appVersion, log, foldEntry } = options;
  const identity = await identityOf(options, journal);
  if (!identity.ok) return identity;
  const cache = openCacheFile({
    dataDir,
    current: journal.facts.get('cacheFile') ?? FIRST_CACHE,
    ownKeyHex: await vault.databaseKey('cache'),
    arriving: journal.facts.get('snapshot') !== null,
    nowMs: machineClock.nowMs(),
    appVersion,
    log,
    foldLog: foldingBy(foldEntry),
  });
  if (!cache.ok) return cache;
  return closedOnFailure(cache.value, async () => {
    const core = coreOf(options, { journal, cache: cache.value, identity: identity.value });
    const ready = await bringInOrder(core, dataDir);
    return ready.ok ? ok(assemble(core, options)) : ready;
  });
}

function coreOf(
  options: EngineOptions,
  { journal, cache, identity }: Pick<Core, 'journal' | 'cache' | 'identity'>,
): Core {
  const { vault, clock: machineClock, log } = options;
  const clock = openTrustedClock(machineClock, journal.facts);
  const events = makeEvents();
  const { workstationId } = identity;
  const changed = (): void => events.syncMoved();
  let recovery: Recovery | null = null;
  const core: Core = {
    arrival: makeArrival(machineClock, changed),
    recovery: () => recovery,
    noteRecovery: (told) => {
      recovery = told;
    },
    journal,
    cache,
    clock,
    machineClock,
    ids: options.ids,
    log,
    vault,
    secretHash: options.secretHash,
    identity,
    workstationName: options.workstationName,
    backendKeys: pinnedKeys(identity),
    link: openLink({
      backend: options.backend,
      vault,
      clock,
      workstationId,
      signedHead: () => signedHead(journal),
      changed,
      revoked: () => stopOffline(core),
    }),
    events,
  };
  return core;
}

function signedHead({ facts }: Journal) {
  const signed = facts.get('coSignature');
  if (signed === null) return null;
  const { signature: coSignature, ...head } = signed;
  return { ...head, coSignature };
}

async function identityOf(options: EngineOptions, journal: Journal): Promise<Result<Identity>> {
  const known = journal.facts.get('identity');
  if (known !== null) return ok(known);
  if (options.enrol === null) return refuse('WORKSTATION_UNKNOWN');
  return enrol({ ...options, journal }, options.enrol);
}

/**
 * Leases of a restored copy die first; then the generation moves, so that a copy made before this
 * start is known.
 */
async function bringInOrder(core: Core, dataDir: string): Promise<Result<null>> {
  const { journal, vault } = core;
  if (await wasRestored({ journal, headFile: openHeadFile(dataDir), vault })) {
    const killed = killAllLeases(core, 'restored');
    if (!killed.ok) return killed;
    // From the key store's number on, so that the next comparison is with what is kept there.
    const kept = await vault.leaseGeneration();
    const lifted = journal.write({ atMs: core.clock.nowMs() }, () => liftGeneration(journal, kept));
    if (!lifted.ok) return lifted;
    journal.fileHead();
  }
  await moveGeneration(core);
  dropStrangers(core);
  return ok(null);
}

function assemble(core: Core, options: EngineOptions): Engine {
  const { appVersion, fileEntry } = options;
  const { journal } = core;
  const sales = makeSales(core);
  sales.recover();
  const redemptions = makeRedemptions(core);
  redemptions.recover();
  const session = makePersonSession(core);
  /** Behind the station's rows come those of the person who is signed in. */
  const withOwnRows = async (
    stations: Promise<Result<RoundSummary>>,
  ): Promise<Result<RoundSummary>> => {
    const outcome = await stations;
    session.judgeAcceptances();
    if (outcome.ok) await session.judgeAccess();
    dropStrangers(core);
    const person = session.need(null);
    if (outcome.ok && person.ok) await pullClientFeed(core, person.value);
    return outcome;
  };
  let round: Promise<Result<RoundSummary>> | null = null;
  const once = (): Promise<Result<RoundSummary>> => {
    // Two rounds at once would push the same lines twice: whoever comes second gets the outcome of
    // the first.
    if (round !== null) return round;
    sales.freePumps();
    round = withOwnRows(syncRound(core, appVersion)).finally(() => {
      journal.settle();
      core.cache.settle();
      round = null;
    });
    return round;
  };
  return {
    core,
    sales,
    redemptions,
    session,
    registers: makeRegisterJobs(core),
    makeFile: fileEntry === undefined ? makeFileHere : filesInThread(fileEntry),
    syncOnce: once,
    recall: makeRecall(core),
    syncState: () => syncState(core),
    rejoin: makeRejoin(core, options),
    work() {
      const acknowledgedSeq = journal.facts.get('acknowledged')?.seq ?? 0;
      const unsentCount = journal.head().seq - acknowledgedSeq;
      return { unsentCount, openFillCount: countFillsIn(journal.db, 'held') };
    },
    close() {
      core.cache.close();
      core.journal.close();
    },
  };
}
