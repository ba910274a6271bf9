import type { Random } from '#backend/demo/random.ts';
import { refuse, type Result } from '#domain/result.ts';
import type { CallAuth } from '#engine/ports.ts';
import { routes, type RouteId } from '#protocol/routes.ts';
import type { Repeat } from '../checker/evidence.ts';
import type { History } from '../history.ts';

/** A request as it lies on the wire: text, so that nobody shares an object. */
export interface Packet {
  readonly from: string;
  readonly routeId: RouteId;
  readonly body: string;
  readonly auth: CallAuth;
  /** Where it gets stuck behind the door; it goes on when this resolves. */
  readonly stuck?: Promise<void>;
}

/** Something that has not happened yet, although nobody waits for it any more. */
interface Later {
  readonly packet: Packet;
  readonly happen: () => Promise<unknown>;
}

export type Receiver = (packet: Packet) => Promise<Result<unknown>>;

/** Which side of a line runs a build that the other one does not understand. */
export type Skew = 'none' | 'client too old' | 'backend too old';

/** up: it works. down: nothing arrives. deaf: requests arrive, answers do not. */
export type LinkState = 'up' | 'down' | 'deaf';

const CHANCES = { requestLost: 0.03, answerLost: 0.04, doubled: 0.04 } as const;
/** An authorization waits for its PIN check: it is the one that gets stuck most. */
const STUCK_CHANCES = { usual: 0.02, authorize: 0.12 } as const;
/** How often a packet, or its double, is still on its way somewhere when everybody has moved on. */
const KEPT_CHANCES = { lost: 0.5, delivered: 0.12 } as const;
/** Older packets are gone for good. */
const KEPT_MAX = 40;
const HOPS_MAX = 3;

/** Answers of the doors, not of what is behind them: they may differ from one time to the next. */
const DOOR_CODES: ReadonlySet<string> = new Set([
  'UNAUTHORIZED',
  'SESSION_EXPIRED',
  'WORKSTATION_REVOKED',
  'FORBIDDEN',
  'LINK_DOWN',
  'INTERNAL',
  'DISK_FULL',
  'NETWORK_RECOVERING',
]);

/** Changing requests whose first answer is repeated under their id (I2). */
const REMEMBERED: ReadonlySet<RouteId> = new Set<RouteId>([
  'sale.authorize',
  'lease.grant',
  'contract.top-up',
  'limit.set',
  'limit.remove',
  'card.block',
  'card.unblock',
  'contract.sign',
  'contract.close',
  'limit.set-many',
  'hold.void',
  'voice.reserve',
  'asset.redeem',
  'asset.lease',
  'voucher.issue',
  'voucher.block',
  'points.accrue',
  'points.reverse-accrual',
  'sale.refund',
]);

/** The same of requests that may be refused today and pass tomorrow: their first success counts. */
const REMEMBERED_DONE: ReadonlySet<RouteId> = new Set<RouteId>([
  'sale.enter',
  'limit-template.put',
  'limit-template.remove',
  'limit-template.apply',
]);

/** The lines between workstations, office and backend, with everything that happens on lines. */
export class SimNetwork {
  readonly #random: Random;
  readonly #history: History;
  readonly #receive: Receiver;
  readonly #links = new Map<string, LinkState>();
  readonly #firstAnswers = new Map<string, string>();
  readonly #skews = new Map<string, Skew>();
  #kept: Later[] = [];
  readonly repeats: Repeat[] = [];
  /** False while the world heals. */
  troubled = true;

  constructor(random: Random, history: History, receive: Receiver) {
    this.#random = random;
    this.#history = history;
    this.#receive = receive;
  }

  link(name: string): LinkState {
    return this.#links.get(name) ?? 'up';
  }

  setLink(name: string, state: LinkState): void {
    this.#links.set(name, state);
  }

  setSkew(name: string, skew: Skew): void {
    this.#skews.set(name, skew);
  }

  /** The backend was put back to an earlier day: what it had answered since, it does not know. */
  forgetAnswers(): void {
    this.#firstAnswers.clear();
    this.repeats.length = 0;
  }

  mendAll(): void {
    this.#links.clear();
    this.#skews.clear();
    this.troubled = false;
  }

  /** Carries a request and its answer; LINK_DOWN when either did not arrive. */
  async carry(packet: Packet): Promise<Result<unknown>> {
    for (let hops = this.#random.integer(0, HOPS_MAX); hops > 0; hops -= 1) {
      await Promise.resolve();
    }
    const link = this.link(packet.from);
    if (link === 'down') {
      this.#keep(packet, KEPT_CHANCES.delivered);
      return this.#lost(packet, 'CUT');
    }
    if (!this.troubled) return this.#deliver(packet);
    const draw = this.#random.fraction();
    if (draw < CHANCES.requestLost) {
      this.#trouble('request lost', packet);
      this.#keep(packet, KEPT_CHANCES.lost);
      return this.#lost(packet, 'REQUEST');
    }
    const usual = packet.routeId !== 'sale.authorize';
    if (this.#random.chance(STUCK_CHANCES[usual ? 'usual' : 'authorize'])) {
      return this.#stick(packet);
    }
    this.#keep(packet, KEPT_CHANCES.delivered);
    const answer = await this.#deliver(packet);
    if (link === 'deaf') {
      this.#trouble('answer lost', packet);
      return this.#lost(packet, 'DEAF');
    }
    if (draw < CHANCES.requestLost + CHANCES.answerLost) {
      this.#trouble('answer lost', packet);
      return this.#lost(packet, 'ANSWER');
    }
    if (draw < CHANCES.requestLost + CHANCES.answerLost + CHANCES.doubled) {
      this.#trouble('request doubled', packet);
      await this.#deliver(packet);
    }
    return answer;
  }

  /** A packet that was thought lost, or its double, arrives after all; nobody hears the answer. */
  async deliverLate(): Promise<boolean> {
    if (this.#kept.length === 0) return false;
    const newest = this.#random.chance(0.3);
    const index = newest ? this.#kept.length - 1 : this.#random.integer(0, this.#kept.length - 1);
    const [later] = this.#kept.splice(index, 1);
    if (later === undefined) return false;
    this.#trouble('late delivery', later.packet);
    await later.happen();
    return true;
  }

  /** It passed the door and waits inside; whoever sent it gives up. */
  #stick(packet: Packet): Result<never> {
    this.#trouble('request stuck', packet);
    let loosen = (): void => undefined;
    const stuck = new Promise<void>((resolve) => {
      loosen = resolve;
    });
    const delivered = this.#deliver({ ...packet, stuck });
    const happen = (): Promise<unknown> => {
      loosen();
      return delivered;
    };
    this.#kept = [...this.#kept, { packet, happen }].slice(-KEPT_MAX);
    return this.#lost(packet, 'STUCK');
  }

  #keep(packet: Packet, chance: number): void {
    if (!this.#random.chance(chance)) return;
    const happen = (): Promise<unknown> => this.#deliver(packet);
    this.#kept = [...this.#kept, { packet, happen }].slice(-KEPT_MAX);
  }

  #trouble(kind: string, { from, routeId }: Packet): void {
    this.#history.trouble(kind, `${from} ${routeId}`);
  }

  #lost({ from, routeId }: Packet, reason: string): Result<never> {
    this.#history.note(`${from} ${routeId}: no answer (${reason})`);
    return refuse('LINK_DOWN', { reason });
  }

  async #deliver(packet: Packet): Promise<Result<unknown>> {
    const answer = this.#skewed(packet, await this.#receive(packet));
    const { from, routeId } = packet;
    this.#history.note(`${from} ${routeId}: ${answer.ok ? 'ok' : answer.code}`);
    this.#remember(packet, answer);
    return answer;
  }

  /** What a backend of another version would say of itself. */
  #skewed({ from, routeId }: Packet, answer: Result<unknown>): Result<unknown> {
    const skew = this.#skews.get(from) ?? 'none';
    if (routeId !== 'handshake.do' || skew === 'none' || !answer.ok) return answer;
    const { protocolVersion } = routes['handshake.do'].answer.parse(answer.value);
    const version = skew === 'client too old' ? protocolVersion + 1 : 0;
    const said = { protocolVersion: version, protocolVersionMin: version };
    return { ok: true, value: Object.assign({}, answer.value, said) };
  }

  #remember({ routeId, body }: Packet, answer: Result<unknown>): void {
    const onceDone = REMEMBERED_DONE.has(routeId);
    if (!onceDone && !REMEMBERED.has(routeId)) return;
    if (!answer.ok && DOOR_CODES.has(answer.code)) return;
    const id = /"(?:commandId|redemptionId|saleId)":"([^"]+)"/u.exec(body)?.[1];
    if (id === undefined) return;
    const text = JSON.stringify(answer);
    const first = this.#firstAnswers.get(id);
    if (first === undefined && onceDone && !answer.ok) return;
    if (first === undefined) this.#firstAnswers.set(id, text);
    else this.repeats.push({ id, asked: routeId, first, again: text });
  }
}
