import { newSession } from '#service/people/new-session.ts';
import { v7 as uuid } from 'uuid';
import type { ProgrammeProfile, RecoveryWay } from '#domain/identity/programme.ts';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import type { RouteId, RouteInput } from '#protocol/routes.ts';
import type { OutgoingMessage } from '#service/message/message-ports.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { Account } from '#service/people/people-rows.ts';
import { callRaw, outcomeOf, type TestAnswer } from './http-client.ts';
import { PASSWORD, startSmallNetwork, type SmallNetwork } from './small-network.ts';
import { bearerOf, type AtDesk } from './test-workstation.ts';

export interface Proof {
  readonly answer: TestAnswer;
  readonly outcome: string;
  /** Of the session that was opened. */
  readonly token: string;
}

/** A small network that runs one programme for each way of recovery, named after it. */
export class RecoveryBench {
  readonly network: SmallNetwork;

  private constructor(network: SmallNetwork) {
    this.network = network;
  }

  static async start(): Promise<RecoveryBench> {
    const bench = new RecoveryBench(await startSmallNetwork());
    for (const profile of shippedProgrammes()) await bench.run(profile);
    return bench;
  }

  get url(): string {
    return this.network.url;
  }

  get service() {
    return this.network.backend.service;
  }

  get stores() {
    return this.service.stores;
  }

  nowMs(): number {
    return this.network.backend.clock.nowMs();
  }

  pass(ms: number): void {
    this.network.backend.clock.pass(ms);
  }

  /** Puts a programme to use under the name of its way, or under another one. */
  async run(profile: ProgrammeProfile, programmeId: string = profile.recovery.way): Promise<void> {
    const programme = {
      // Without documents to accept: those are another matter.
      profile: { ...profile, programmeId, documents: [] },
      active: true,
      revision: 0,
      changedAtMs: this.nowMs(),
    };
    await this.commit({ kind: 'programme.add', programme });
  }

  async commit(...changes: readonly PeopleChange[]): Promise<void> {
    const outcome = await this.stores.people.commit({ atMs: this.nowMs(), audit: null, changes });
    if (outcome !== 'done') throw new Error(outcome);
  }

  /** An account at the door of a way, whose password is that of everybody in tests. */
  async account(way: RecoveryWay, patch: Partial<Account> = {}): Promise<Account> {
    const userId = uuid();
    const account: Account = {
      userId,
      login: `login-${userId}`,
      displayName: 'Анна Петровна Соколова',
      role: 'representative',
      active: true,
      clientId: null,
      programmeId: way,
      email: `${userId}@firma.example`,
      phone: `+7912${userId.replaceAll(/\D/gu, '').slice(-7).padStart(7, '1')}`,
      state: 'active',
      mustSetPassword: false,
      passwordExpiresAtMs: null,
      passwordHash: await this.network.backend.service.hasher.hash(PASSWORD),
      passwordSetAtMs: this.nowMs(),
      grants: [],
      preferences: {},
      revision: 0,
      ...patch,
    };
    await this.commit({ kind: 'account.add', account });
    return account;
  }

  async read(userId: string): Promise<Account> {
    const account = await this.stores.people.accountById(userId);
    if (account === null) throw new Error('no such account');
    return account;
  }

  async recover(programmeId: string, key: string): Promise<string> {
    return outcomeOf(await callRaw(this.url, 'password.recover', { programmeId, key }));
  }

  prove(proof: RouteInput<'password.prove'>['proof']): Promise<Proof> {
    return this.proveAt(proof, {});
  }

  /** Proves at a workstation that shows its token, or is only named. */
  async proveAt(proof: RouteInput<'password.prove'>['proof'], desk: AtDesk): Promise<Proof> {
    const input = { proof, workstationId: desk.workstationId ?? null };
    const answer = await callRaw(this.url, 'password.prove', input, bearerOf(desk));
    const body = Object(answer.body) as { token?: string };
    return { answer, outcome: outcomeOf(answer), token: body.token ?? '' };
  }

  /** Proves by a code, and says how it went. */
  async enter(programmeId: string, key: string, code: string): Promise<string> {
    return (await this.prove({ by: 'code', programmeId, key, code })).outcome;
  }

  async follow(token: string): Promise<string> {
    return (await this.prove({ by: 'link', token })).outcome;
  }

  /** What was written for somebody, the newest first; dropped ones are nobody's. */
  async sent(userId: string | null = null): Promise<readonly OutgoingMessage[]> {
    const asked = { cursor: null, limit: 100, search: null, state: null, channel: null, userId };
    return (await this.stores.messages.messages(asked)).rows;
  }

  /** The code, token or password of the newest message to somebody. */
  async secret(userId: string, name: 'code' | 'token' | 'password'): Promise<string> {
    const [newest] = await this.sent(userId);
    return String(newest?.secrets?.[name]);
  }

  /** Hands every message that waits to its carrier, which takes it at once, or takes none. */
  async deliver(state: 'sent' | 'failed' = 'sent'): Promise<void> {
    const claim = { claim: 'c', nowMs: this.nowMs(), claimedUntilMs: this.nowMs() + 1 };
    const asked = { channels: ['email', 'sms'], limit: 100, ...claim } as const;
    for (const { messageId } of await this.stores.messages.claimDue(asked)) {
      const sent = { tries: 1, nextTryAtMs: 0, error: null, providerId: null };
      const settled = { ...sent, state, atMs: this.nowMs() } as const;
      await this.stores.messages.settle(messageId, 'c', settled);
    }
  }

  async close(): Promise<void> {
    await this.network.backend.stop();
  }

  /** Somebody who has signed in; his token. */
  async signedIn({ userId, role }: Account): Promise<string> {
    const owner = { userId, role, workstationId: null, purpose: 'ordinary' } as const;
    const { row, token } = newSession(this.network.backend.service, owner);
    await this.commit({ kind: 'session.add', session: row });
    return token;
  }

  /** What came of a command of whoever has signed in. */
  async asked(session: string, routeId: RouteId, input: object): Promise<string> {
    const commandId = routeId === 'contact.confirm-code' ? {} : { commandId: uuid() };
    const asked = { ...commandId, ...input };
    return outcomeOf(await callRaw(this.url, routeId, asked, { session }));
  }

  changeContact(session: string, kind: 'email' | 'phone', value: string): Promise<string> {
    return this.asked(session, 'contact.change', { kind, value, currentPassword: PASSWORD });
  }

  /** Follows the link of one side of a change, and says how it went and who has to agree yet. */
  async agree(token: string): Promise<string> {
    const answer = await callRaw(this.url, 'contact.confirm-link', { token });
    return `${outcomeOf(answer)} ${JSON.stringify(Object(answer.body).awaits ?? null)}`;
  }

  /** The links of the newest change of a contact, by the side that they went to. */
  async contactTokens(userId: string): Promise<Record<string, string>> {
    const letters = await this.sent(userId);
    const asking = letters.filter(({ template }) => template === 'contact-change').slice(0, 2);
    return Object.fromEntries(
      asking.map(({ params, secrets }) => [params['side'], String(secrets?.['token'])]),
    );
  }
}
