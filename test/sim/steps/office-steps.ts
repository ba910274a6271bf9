import type { RouteAnswer, RouteId, RouteInput } from '#protocol/routes.ts';
import type { Limit } from '#domain/limit/limit.ts';
import type { Result } from '#domain/result.ts';
import { CARDS, CONTRACTS, extraLimit, limits, PASSWORD } from '../world/trade.ts';
import type { World } from '../world/world.ts';

/** Who acts for the office: whoever has the right. */
export type OfficeLogin = 'curator' | 'chief';

const HOUR_MS = 3_600_000;

/** What the office does, over a line of its own; a command without an answer is sent again. */
export class Office {
  readonly #world: World;
  readonly #sessions = new Map<OfficeLogin, string>();

  constructor(world: World) {
    this.#world = world;
  }

  async changeLimit(): Promise<void> {
    const { random, history } = this.#world;
    const limit = limits[random.integer(0, limits.length - 1)];
    if (limit === undefined) return;
    const percent = random.integer(0, 160);
    const amount = Math.floor((limit.amount * percent) / 100);
    const answer = await this.#set({ ...limit, amount });
    if (answer?.ok === true) history.count(percent < 100 ? 'limit lowered' : 'limit raised');
  }

  /** A limit that nobody counted on: workstations without a link sell on without it. */
  async addLimit(): Promise<void> {
    const { random, history } = this.#world;
    const { amount, measure } = extraLimit;
    const much = {
      ...extraLimit,
      amount: measure === 'money' ? amount * random.integer(1, 6) : amount,
    };
    const kind = random.pick(['plain', 'by hours', 'alerting'] as const);
    const terms = {
      plain: {},
      'by hours': { weekdays: random.integer(1, 127), ...this.#hours() },
      alerting: { action: 'alert' as const },
    };
    const answer = await this.#set({ ...much, ...terms[kind] });
    if (answer?.ok === true) history.count(`limit added ${kind}`);
  }

  /** Local hours that may go over midnight, or the whole day. */
  #hours(): { fromMinute: number | null; toMinute: number | null } {
    const { random } = this.#world;
    if (random.chance(0.3)) return { fromMinute: null, toMinute: null };
    const fromMinute = random.integer(0, 47) * 30;
    return { fromMinute, toMinute: (fromMinute + random.integer(1, 47) * 30) % 1440 };
  }

  /** A change for later: it comes into force by itself. */
  async planLimit(): Promise<void> {
    const { random, history, clock } = this.#world;
    const limit = limits[random.integer(0, limits.length - 1)];
    if (limit === undefined) return;
    const amount = Math.floor((limit.amount * random.integer(0, 160)) / 100);
    const fromMs = clock.nowMs() + random.integer(1, 36) * HOUR_MS;
    const answer = await this.#set({ ...limit, amount }, fromMs);
    if (answer?.ok === true) history.count('limit planned');
  }

  /** At once, or from a moment. */
  #set(limit: Limit, fromMs: number | null = null): Promise<Result<unknown> | null> {
    const { ids, asked } = this.#world;
    const commandId = ids.uuid();
    asked.limit(commandId, limit.limitId, limit.amount);
    return this.send('limit.set', { commandId, limit, fromMs });
  }

  async removeLimit(): Promise<void> {
    const { ids, history, asked } = this.#world;
    const { limitId } = extraLimit;
    const commandId = ids.uuid();
    asked.limit(commandId, limitId, null);
    const answer = await this.send('limit.remove', { commandId, limitId });
    if (answer?.ok === true) history.count('limit removed');
  }

  async topUp(): Promise<void> {
    const { random, ids, payments } = this.#world;
    const contractId = random.pick(CONTRACTS);
    const amountMinor = random.integer(1, 12) * 10_000;
    const commandId = ids.uuid();
    payments.set(commandId, { contractId, amountMinor });
    const memo = 'payment';
    const answer = await this.send('contract.top-up', {
      commandId,
      contractId,
      amountMinor,
      memo,
    });
    if (answer?.ok !== true) return;
    this.#world.saw({ kind: 'payment', commandId });
    this.#world.history.count('payment');
  }

  async unblock(): Promise<void> {
    const { random, ids, history } = this.#world;
    const asked = { commandId: ids.uuid(), cardId: random.pick(CARDS) };
    const answer = await this.send('card.unblock', asked);
    if (answer?.ok === true) history.count('card unblocked');
  }

  async block(): Promise<void> {
    const { random, ids } = this.#world;
    const cardId = random.pick(CARDS);
    await this.send('card.block', { commandId: ids.uuid(), cardId, reason: 'client' });
  }

  async changeCredit(): Promise<void> {
    const { random, ids, history } = this.#world;
    const contractId = random.pick(CONTRACTS);
    const creditLimitMinor = random.integer(0, 40) * 10_000;
    const asked = { commandId: ids.uuid(), contractId, creditLimitMinor };
    const answer = await this.send('contract.sign', asked);
    if (answer?.ok === true) history.count('credit changed');
  }

  /** Null when no answer came, however often it was sent. */
  async send<K extends RouteId>(
    routeId: K,
    input: RouteInput<K>,
    login: OfficeLogin = 'curator',
  ): Promise<Result<RouteAnswer<K>> | null> {
    for (let tries = 0; tries < 4; tries += 1) {
      const session = this.#sessions.get(login) ?? (await this.#signedIn(login));
      const auth = session === null ? {} : { session };
      const body = JSON.stringify(input);
      const packet = { from: 'office', routeId, body, auth };
      // The backend has checked its answer against the route's schema.
      const answer = (await this.#world.network.carry(packet)) as Result<RouteAnswer<K>>;
      if (answer.ok) return answer;
      if (answer.code === 'UNAUTHORIZED' || answer.code === 'SESSION_EXPIRED') {
        this.#sessions.delete(login);
      } else if (answer.code !== 'LINK_DOWN') {
        this.#world.history.count(`refused ${answer.code}`);
        return answer;
      }
    }
    return null;
  }

  async #signedIn(login: OfficeLogin): Promise<string | null> {
    const asked = { login, password: PASSWORD, workstationId: null };
    const body = JSON.stringify(asked);
    const packet = { from: 'office', routeId: 'session.open', body, auth: {} } as const;
    const answer = (await this.#world.network.carry(packet)) as Result<RouteAnswer<'session.open'>>;
    if (!answer.ok) return null;
    this.#sessions.set(login, answer.value.token);
    return answer.value.token;
  }
}
