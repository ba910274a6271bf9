import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleTerms, shippedProgrammes } from '#backend/programmes/shipped.ts';
import { carriers } from '#adapter/carriers.ts';
import { LoopTurns } from '#adapter/clock/loop-turns.ts';
import { TimerPauses } from '#adapter/clock/timer-pauses.ts';
import { Argon2Hasher } from '#adapter/crypto/argon2-hasher.ts';
import { NodeDigests } from '#adapter/crypto/node-digests.ts';
import { SystemIds } from '#adapter/crypto/system-ids.ts';
import { AltchaRobotCheck } from '#adapter/robot/altcha-robot-check.ts';
import { IntlifyTexts } from '#adapter/message-text/intlify-texts.ts';
import { makeLog, PinoAudit } from '#adapter/log/pino-log.ts';
import { startHttp } from '#http/http-server.ts';
import { LOOPBACK_NAMES } from '#http/host-guard.ts';
import type { TrustedProxies } from '#http/make-app.ts';
import type { RateLimitOptions } from '#http/rate-limits.ts';
import type { RefusalLimits } from '#service/audit/refusal-tally.ts';
import type { GuessLimitOptions } from '#service/access/guess-limits.ts';
import type { Ids } from '#service/ports.ts';
import { makeService, type Service } from '#service/service.ts';
import { LiveEvents } from '#service/sync/live-events.ts';
import { storageCode } from '#sqlite/failure.ts';
import type { NetworkStore } from '#store/sqlite/open-network-store.ts';
import { openSnapshotShelf } from '#store/sqlite/snapshot-shelf.ts';
import { verifyLedger, type LedgerVerdict } from '#store/sqlite/verify-ledger.ts';
import { type KeptSides, lackingSides } from '../audit-sides.ts';
import { engineUnderTest } from '../engine.ts';
import { writeEmptyNetwork } from '../empty-network.ts';
import { fileChecksum, keptInFile, keptOnPostgres } from './kept-network.ts';

/** A clock that a test moves. */
export class TestClock {
  #nowMs: number;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  pass(ms: number): void {
    this.#nowMs += ms;
  }
}

/** A Saturday afternoon in Moscow, after the VAT rates of the year began. */
export const TEST_NOW_MS = Date.UTC(2026, 10, 21, 12, 0, 0);

/** Of every backend of this process: an empty network is copied, and so is its key. */
const KEY_HEX = randomBytes(32).toString('hex');

/**
 * The least that argon2 takes: here it is asked thousands of times. What the product takes is
 * proved where the hasher is.
 */
const QUICK_HASH = { memoryCost: 8, timeCost: 1, parallelism: 1 };

const UNLIMITED: RateLimitOptions = {
  address: { requests: 1_000_000, windowS: 1 },
  guessing: { requests: 1_000_000, windowS: 1 },
  account: { requests: 1_000_000, windowS: 1 },
};

const UNGUESSED: GuessLimitOptions = {
  account: { tries: 1_000_000, windowMs: 1 },
  address: { tries: 1_000_000, windowMs: 1 },
  application: { tries: 1_000_000, windowMs: 1 },
  card: { tries: 1_000_000, windowMs: 1 },
  feedback: { tries: 1_000_000, windowMs: 1 },
  session: { tries: 1_000_000, windowMs: 1 },
  workstation: { tries: 1_000_000, windowMs: 1 },
};

const ALL_TOLD: RefusalLimits = { each: 1_000_000, ofStrangers: 1_000_000 };

export interface TestBackendOptions {
  readonly guessLimits?: Partial<GuessLimitOptions>;
  readonly rateLimits?: Partial<RateLimitOptions>;
  /** How many refusals are told one by one; all of them, where nothing is said. */
  readonly refusalLimits?: RefusalLimits;
  /** What stands in front of it, and is believed; nothing, where nothing is said. */
  readonly proxies?: TrustedProxies;
  readonly heartbeatMs?: number;
  /** Where ids and tokens come from; the system's own randomness, where nothing is said. */
  readonly ids?: Ids;
  /** A database to begin with, as a backup would bring it back, and the time it is then. */
  readonly from?: {
    readonly file: string;
    readonly keyHex: string | null;
    readonly nowMs: number;
  };
}

/** Koa on a free port over a real database of its own, on the engine under test. */
export interface TestBackend {
  readonly url: string;
  readonly clock: TestClock;
  readonly service: Service;
  readonly store: NetworkStore;
  readonly setupToken: string;
  /** Everything that was logged so far. */
  readonly logText: () => string;
  /**
   * Changes when any row of the database does; errors at signing in are counted, so they are left
   * out.
   */
  readonly checksum: () => string;
  /** The same on every engine. */
  readonly state: () => Promise<string>;
  /** Reads the tables themselves, in SQL that both engines know. */
  readonly rows: <Row>(sql: string) => Promise<readonly Row[]>;
  /**
   * The checksum without what only remembers that something was asked: first answers and journals.
   */
  readonly ledgerChecksum: () => string;
  /** What the checker of the ledger says. */
  readonly verify: () => LedgerVerdict;
  /** Copies the database as it is now; what a backup program does at a quiet moment. */
  readonly backUp: (file: string) => void;
  readonly keyHex: string | null;
  readonly stop: () => Promise<void>;
}

export async function startTestBackend(options: TestBackendOptions = {}): Promise<TestBackend> {
  const dir = await mkdtemp(join(tmpdir(), 'forecourt-backend-'));
  const { from } = options;
  const clock = new TestClock(from?.nowMs ?? TEST_NOW_MS);
  const keyHex = from === undefined ? KEY_HEX : from.keyHex;
  if (from !== undefined) copyDatabase(from.file, join(dir, 'network.db'));
  const where = { file: join(dir, 'network.db'), keyHex, appVersion: '0.1.0' };
  const live = new LiveEvents();
  const parts = { clock, appVersion: where.appVersion, listener: live };
  const isOnPostgres = engineUnderTest() === 'postgres' && from === undefined;
  if (!isOnPostgres && from === undefined) writeEmptyNetwork(where.file, KEY_HEX);
  const kept = isOnPostgres ? await keptOnPostgres(parts) : keptInFile(where.file, keyHex, parts);
  const { store } = kept;
  const lines: string[] = [];
  const log = makeLog({
    level: 'debug',
    destination: { write: (line) => void lines.push(line) },
  });
  const ids = options.ids ?? new SystemIds();
  const setupToken = ids.token();
  const service = makeService({
    stores: store.stores,
    clock,
    ids,
    digests: new NodeDigests(),
    hasher: new Argon2Hasher(QUICK_HASH),
    guessLimitOptions: { ...UNGUESSED, ...options.guessLimits },
    refusalLimits: options.refusalLimits ?? ALL_TOLD,
    robotCheck: new AltchaRobotCheck(),
    turns: new LoopTurns(),
    pauses: new TimerPauses(),
    audit: new PinoAudit(log),
    faults: log,
    post: { texts: new IntlifyTexts(), carriers },
    live,
    backendVersion: '0.1.0',
    setupToken,
    readiness: () => 'ready',
    shipped: { profiles: shippedProgrammes(), samples: sampleTerms },
    snapshotShelf: openSnapshotShelf({ dir: join(dir, 'snapshots'), clock, appVersion: '0.1.0' }),
  });
  const rateLimits = { ...UNLIMITED, ...options.rateLimits };
  const heartbeatMs = options.heartbeatMs ?? 60_000;
  const doors = { hostNames: LOOPBACK_NAMES, rateLimits, heartbeatMs, failureCode: storageCode };
  const app = { service, log, ...doors, proxies: options.proxies ?? null };
  const http = await startHttp(app, { host: '127.0.0.1', port: 0 });
  return {
    url: http.url,
    clock,
    service,
    store,
    setupToken,
    logText: () => lines.join(''),
    state: () => kept.state(NOT_STATE),
    rows: kept.rows,
    checksum: () => fileChecksum(store, NOT_STATE),
    ledgerChecksum: () => fileChecksum(store, [...NOT_STATE, ...MEMORIES]),
    verify: () => verifyLedger(store.db, clock.nowMs()),
    backUp: (file) => copyDatabase(where.file, file),
    keyHex,
    stop: async () => {
      await http.stop();
      await service.desk.idle();
      await service.sender.close();
      const lacking = lackingSides(await kept.rows<KeptSides>(ENTRIES));
      await store.close();
      await rm(dir, { recursive: true });
      // Whatever a test was about, every change that it made is told whole.
      assert.deepEqual([...new Set(lacking)], [], 'the audit trail lacks a side of a change');
    },
  };
}

const ENTRIES = `SELECT event, code, before, after FROM audit_entry`;

/** Errors and refusals are remembered, and change nothing else. */
const NOT_STATE: readonly string[] = ['sign_in_error', 'rate_window', 'spent_proof', 'audit_entry'];
const MEMORIES: readonly string[] = [
  'command_outcome',
  'command_answer',
  'journal_line',
  'refused_sale',
  'workstation',
];

/** The file with its log: nobody writes while a test does this. */
function copyDatabase(from: string, to: string): void {
  for (const suffix of ['', '-wal']) {
    if (existsSync(from + suffix)) cpSync(from + suffix, to + suffix);
  }
}
