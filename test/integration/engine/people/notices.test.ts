import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLAIM_MS } from '#domain/message/outgoing.ts';
import { makeNotices, type Notices } from '#engine/session/notices.ts';
import type { Told } from '#protocol/processes.ts';
import type { NewMessage } from '#service/message/message-ports.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
let bench: EngineBench;
let notices: Notices;
let shown: string[] = [];
let places: (string | null)[] = [];

/** As the engine's process begins: nothing is remembered. */
function begin(): void {
  const show = ({ title, text, place }: Told): void => {
    shown.push(`${title}\n${text}`);
    places.push(place);
  };
  notices = makeNotices({ core: bench.engine.core, session: bench.engine.session, show });
}

beforeEach(async () => {
  network = await startSmallNetwork();
  bench = await EngineBench.start(network);
  shown = [];
  places = [];
  begin();
});
afterEach(async () => {
  bench.dispose();
  await network.backend.stop();
});

/** A notice for a person, as a use case wants it shown. */
async function told(userId: string): Promise<string> {
  const { clock, service } = network.backend;
  const atMs = clock.nowMs();
  const message: NewMessage = {
    messageId: uuid(),
    channel: 'desktop',
    to: userId,
    template: 'password-changed',
    params: { login: 'till', atMs },
    language: 'ru',
    expiresAtMs: atMs + 3_600_000,
    programmeId: null,
    userId,
  };
  const change = { kind: 'message.add', message } as const;
  await service.stores.people.commit({ atMs, audit: null, changes: [change] });
  return message.messageId;
}

const ownId = (): string => bench.engine.session.state().user?.userId ?? '';
const stateOf = async (messageId: string) =>
  (await network.backend.service.stores.messages.message(messageId))?.state;

describe('notices on the desktop', () => {
  it('are shown once to whoever is signed in, and then kept as sent', async () => {
    const messageId = await told(ownId());
    await notices.take();
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain('Пароль изменён');
    expect(shown[0]).toContain('till');
    await notices.take();
    await notices.take();
    expect(shown).toHaveLength(1);
    expect(await stateOf(messageId)).toBe('sent');
  });

  it('of somebody else stay where they are', async () => {
    const messageId = await told('somebody-else');
    await notices.take();
    expect(shown).toEqual([]);
    expect(await stateOf(messageId)).toBe('queued');
  });

  it('wait while the link is down, and while nobody is signed in', async () => {
    const messageId = await told(ownId());
    bench.line.state = 'down';
    await notices.take();
    bench.line.state = 'up';
    await bench.ok('session:signOut', {});
    await notices.take();
    expect(shown).toEqual([]);
    await bench.signIn();
    await notices.take();
    expect(shown).toHaveLength(1);
    expect(await stateOf(messageId)).toBe('sending');
  });

  it('[R-29] wait behind a locked screen, also when it was locked while they were on their way', async () => {
    await bench.ok('appPin:set', { pin: '4711', repeat: '4711' });
    const messageId = await told(ownId());
    const taking = notices.take();
    await bench.ok('session:lock', {});
    await taking;
    await notices.take();
    expect(shown).toEqual([]);
    expect(await stateOf(messageId)).toBe('sending');
    await bench.ok('session:unlock', { pin: '4711' });
    network.backend.clock.pass(CLAIM_MS);
    await notices.take();
    expect(shown).toHaveLength(1);
  });

  it('[R-27] say where in the window they are read on', async () => {
    await told(ownId());
    await notices.take();
    expect(places).toEqual(['security']);
  });

  it('one of a desk that was stopped before it said so comes again', async () => {
    await told(ownId());
    await notices.take();
    begin();
    await notices.take();
    expect(shown).toHaveLength(1);
    network.backend.clock.pass(CLAIM_MS);
    await notices.take();
    expect(shown).toHaveLength(2);
  });
});
