import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { seedDemonstration } from '#backend/demo/seed.ts';
import { sampleTerms, shippedProgrammes } from '#backend/programmes/shipped.ts';
import { carriers } from '#adapter/carriers.ts';
import { LoopTurns } from '#adapter/clock/loop-turns.ts';
import { TimerPauses } from '#adapter/clock/timer-pauses.ts';
import { SystemClock } from '#adapter/clock/system-clock.ts';
import { Argon2Hasher } from '#adapter/crypto/argon2-hasher.ts';
import { NodeDigests } from '#adapter/crypto/node-digests.ts';
import { SystemIds } from '#adapter/crypto/system-ids.ts';
import { AltchaRobotCheck } from '#adapter/robot/altcha-robot-check.ts';
import { IntlifyTexts } from '#adapter/message-text/intlify-texts.ts';
import { flatLog, PinoAudit } from '#adapter/log/pino-log.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import { startHttp, type HttpServer } from '#http/http-server.ts';
import { LOOPBACK_NAMES } from '#http/host-guard.ts';
import type { TrustedProxies } from '#http/make-app.ts';
import { DEFAULT_RATE_LIMITS, type RateLimitOptions } from '#http/rate-limits.ts';
import { tellAuthorityEnds } from '#service/client/tell-authority-ends.ts';
import { forgetRegistrations } from '#service/member/forget-registrations.ts';
import type { Clock } from '#service/ports.ts';
import type { SetUpChannel } from '#protocol/records/channel.ts';
import { SENT_CHANNELS } from '#service/message/message-sender.ts';
import { makeService, type Readiness, type Service } from '#service/service.ts';
import { LiveEvents } from '#service/sync/live-events.ts';
import { storageCode } from '#sqlite/failure.ts';
import { openSnapshotShelf } from '#store/sqlite/snapshot-shelf.ts';
import { folderStores, type NetworkFolder } from './entry-folder.ts';
import { keepMark } from './entry-mark.ts';
import type { OpenStores } from './open-stores.ts';
import manifest from '../package.json' with { type: 'json' };

const SNAPSHOT_FOLDER = 'snapshots';
const HEARTBEAT_MS = 15_000;
/** A day is closed, and what has had its term is forgotten, within the hour after its end. */
const DUE_EVERY_MS = 3_600_000;
/** So soon after it was asked for a message begins its way. */
const SEND_EVERY_MS = 1_000;
/** At the end nobody waits longer for a server's answer; the message is sent again later. */
const SEND_END_MS = 3_000;
const LOOPBACK_HOST = '127.0.0.1';

/** Where the network is kept: in a folder of this machine, or wherever the opener says. */
export type BackendStorage = NetworkFolder | { readonly openStores: OpenStores };

export type BackendOptions = BackendStorage & BackendSettings;

interface BackendSettings {
  /** 0 lets the system choose. */
  readonly port: number;
  /** Address to listen at; this machine alone when absent. */
  readonly host?: string;
  /** Names, besides those of this machine, by which clients call this backend. */
  readonly hostNames?: readonly string[];
  /** What stands in front of it; nothing when absent. */
  readonly proxies?: TrustedProxies | null;
  readonly demonstration: boolean;
  /** True when the database was restored from a backup; most restores are found without it. */
  readonly restored?: boolean;
  /** What allows `network.create` while there is no network. */
  readonly setupToken: string | null;
  readonly log: Logger;
  /** The machine's when absent. */
  readonly clock?: Clock;
  readonly rateLimits?: RateLimitOptions;
}

export interface RunningBackend {
  readonly url: string;
  readonly service: Service;
  /** Whether a network exists. */
  readonly hasNetwork: boolean;
  /** Finishes what was asked, writes everything down and closes. */
  stop(): Promise<void>;
}

/**
 * Builds a backend of its parts and starts it. Refused with the storage's code when the database
 * cannot be opened, and with SETUP_DONE when a demonstration is asked for where a real network
 * lives: neither ever becomes the other. With NETWORK_MISSING when what is told to be restored
 * holds no network: a wrong folder must not become a new one.
 * @throws when the port cannot be had
 */
export async function startBackend(options: BackendOptions): Promise<Result<RunningBackend>> {
  const opened = await openService(options);
  if (!opened.ok) return opened;
  const { service, become, close } = opened.value;
  let seeded: Result<boolean>;
  let http: HttpServer;
  let countClosing: () => Promise<void>;
  try {
    seeded = await seedIfAsked(service, options.demonstration);
    if (!seeded.ok) {
      await close();
      return seeded;
    }
    if (options.restored === true && !seeded.value) {
      await close();
      return refuse('NETWORK_MISSING');
    }
    const dir = 'dataDir' in options ? options.dataDir : null;
    countClosing = await keepMark(service, { dir, restored: options.restored ?? false });
    http = await listen(service, options);
  } catch (error) {
    await close();
    throw error;
  }
  become('ready');
  const stopHourly = everyHour(service, options.log);
  const stopSending = sendByAndBy(service, options.log);
  const stop = async (): Promise<void> => {
    become('stopping');
    await stopHourly();
    await stopSending();
    await http.stop();
    await service.desk.idle();
    await countClosing();
    await close();
  };
  return ok({ url: http.url, service, hasNetwork: seeded.value, stop });
}

export type ServiceOptions = BackendStorage & Pick<BackendSettings, 'setupToken' | 'log' | 'clock'>;

export interface OpenService {
  readonly service: Service;
  /** What the service says of its readiness from now on. */
  become(readiness: Readiness): void;
  close(): Promise<void>;
}

/** The use cases over the network's database, with nobody listening yet. */
export async function openService(options: ServiceOptions): Promise<Result<OpenService>> {
  const clock = options.clock ?? new SystemClock();
  const live = new LiveEvents();
  const appVersion = manifest.version;
  const openStores = 'openStores' in options ? options.openStores : folderStores(options);
  const opened = await openStores({ clock, appVersion, listener: live, log: options.log });
  if (!opened.ok) return opened;
  const { stores, close } = opened.value;
  let readiness: Readiness = 'starting';
  const service = makeService({
    stores,
    clock,
    ids: new SystemIds(),
    digests: new NodeDigests(),
    hasher: new Argon2Hasher(),
    robotCheck: new AltchaRobotCheck(),
    turns: new LoopTurns(),
    pauses: new TimerPauses(),
    audit: new PinoAudit(options.log),
    faults: options.log,
    post: { texts: new IntlifyTexts(), carriers },
    live,
    backendVersion: manifest.version,
    setupToken: options.setupToken,
    readiness: () => readiness,
    shipped: { profiles: shippedProgrammes(), samples: sampleTerms },
    snapshotShelf: openSnapshotShelf({ dir: snapshotFolder(options), clock, appVersion }),
  });
  const become = (next: Readiness): void => {
    readiness = next;
  };
  return ok({ service, become, close });
}

/** Beside the database; of a network without a folder, in the machine's own for such files. */
function snapshotFolder(options: ServiceOptions): string {
  if ('dataDir' in options) return join(options.dataDir, SNAPSHOT_FOLDER);
  return join(tmpdir(), `forecourt-${SNAPSHOT_FOLDER}-${process.pid}`);
}

async function seedIfAsked(service: Service, demonstration: boolean): Promise<Result<boolean>> {
  const network = await service.stores.identity.network();
  if (!demonstration) return ok(network !== null);
  if (network === null) await seedDemonstration(service);
  else if (!network.demonstration) return refuse('SETUP_DONE');
  return ok(true);
}

/** Does once an hour what is due; a failure is logged and tried again an hour later. */
function everyHour(service: Service, log: Logger): () => Promise<void> {
  let underWay = Promise.resolve();
  const work = (): void => {
    const due = [closeDays(service, log), forgetUnfinished(service, log), tellEnds(service, log)];
    underWay = Promise.all(due).then(() => undefined);
  };
  const timer = setInterval(work, DUE_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    return underWay;
  };
}

/** Closes days as they end. */
async function closeDays({ stores, clock }: Service, log: Logger): Promise<void> {
  try {
    const days = await stores.ledger.closeDays(clock.nowMs());
    if (days > 0) log.info({ event: 'days-closed', days });
  } catch (error) {
    log.error({ event: 'days-not-closed', err: error });
  }
}

async function forgetUnfinished(service: Service, log: Logger): Promise<void> {
  try {
    await forgetRegistrations(service);
  } catch (error) {
    log.error({ event: 'registrations-not-forgotten', err: error });
  }
}

async function tellEnds(service: Service, log: Logger): Promise<void> {
  try {
    const told = await tellAuthorityEnds(service);
    if (told > 0) log.info({ event: 'authority-ends-told', told });
  } catch (error) {
    log.error({ event: 'authority-ends-not-told', err: error });
  }
}

/**
 * Sends what is in the outgoing box, of each channel one round after the other: a mail server that
 * hangs holds up no code to a phone.
 */
function sendByAndBy({ sender, pauses }: Service, log: Logger): () => Promise<void> {
  const rounds = new Map<SetUpChannel, Promise<void>>();
  const send = (channel: SetUpChannel): void => {
    if (rounds.has(channel)) return;
    const round = sender.sendDue([channel]).then(
      () => undefined,
      (error: unknown) => log.error({ event: 'messages-not-sent', channel, err: error }),
    );
    rounds.set(
      channel,
      round.finally(() => rounds.delete(channel)),
    );
  };
  const timer = setInterval(() => {
    for (const channel of SENT_CHANNELS) send(channel);
  }, SEND_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await sender.close();
    const pause = pauses.after(SEND_END_MS);
    await Promise.race([Promise.all(rounds.values()), pause.over]);
    pause.end();
  };
}

function listen(service: Service, options: BackendOptions): Promise<HttpServer> {
  const { log, port, rateLimits = DEFAULT_RATE_LIMITS, host = LOOPBACK_HOST } = options;
  const hostNames = [...LOOPBACK_NAMES, host, ...(options.hostNames ?? [])];
  const { proxies = null } = options;
  const kept = { hostNames, rateLimits, proxies, heartbeatMs: HEARTBEAT_MS };
  const app = { service, log, lines: flatLog(log), ...kept, failureCode: storageCode };
  return startHttp(app, { host, port });
}
