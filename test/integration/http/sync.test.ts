import { v7 as uuid } from 'uuid';
import { createPublicKey, verify } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canonicalText, type Json } from '#domain/journal/chain.ts';
import { call, callRaw, outcomeOf, routeRequest, send } from '#test/support/backend/http-client.ts';
import {
  PRICE_MINOR_PER_LITRE,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { makeLine, TestWorkstation } from '#test/support/backend/test-workstation.ts';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

let workstation: TestWorkstation;
beforeEach(async () => {
  const { url, administrator, stationId, backend } = network;
  const asked = { commandId: uuid(), stationId };
  const { code } = await call(url, 'workstation.code', asked, { session: administrator });
  workstation = await TestWorkstation.join(url, code, backend.clock.nowMs());
});

const auth = () => ({ bearer: workstation.bearer });
const nowMs = () => network.backend.clock.nowMs();

function signedByBackend(text: string, signature: string): boolean {
  const [key] = workstation.enrolled.backendKeys;
  const der = Buffer.from(key?.publicKey ?? '', 'base64');
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));
}

/** A fill that the workstation decided by itself, without a lease: truth, and booked as such. */
function offlineFill(volumeMl: number) {
  const amountMinor = (volumeMl / 1000) * PRICE_MINOR_PER_LITRE;
  const saleId = uuid();
  const held = {
    saleId,
    mode: 'offline',
    cardId: 'card-3',
    stationId: network.stationId,
    productId: 'dt',
    pumpNumber: 2,
    operatorId: 'somebody',
    priceMinorPerLitre: PRICE_MINOR_PER_LITRE,
    vatRateBp: 2200,
    authorizedAtMs: nowMs(),
    holdAmountMinor: amountMinor,
    holdVolumeMl: volumeMl,
    parts: [],
  } as const;
  const captured = { saleId, volumeMl, amountMinor, vatMinor: 0, slipNumber: 7 };
  return { saleId, held, captured };
}

describe('enrolment', () => {
  it('a code works once, however it is typed', async () => {
    const { url, administrator, stationId } = network;
    const asked = { commandId: uuid(), stationId };
    const session = { session: administrator };
    const { code } = await call(url, 'workstation.code', asked, session);
    expect((await call(url, 'workstation.code', asked, session)).code).toBe(code);
    const typed = code.toLowerCase().replaceAll('-', ' ');
    await TestWorkstation.join(url, typed, nowMs());
    const again = { code, name: 'x', publicKey: 'AAAA' };
    expect(outcomeOf(await callRaw(url, 'workstation.enrol', again))).toBe('400 FIELD_INVALID');
    await expect(TestWorkstation.join(url, code, nowMs())).rejects.toThrow(
      'ENROLMENT_CODE_INVALID',
    );
    // Asking again for the code of that command does not bring it back to life.
    expect((await call(url, 'workstation.code', asked, session)).code).toBe(code);
    await expect(TestWorkstation.join(url, code, nowMs())).rejects.toThrow(
      'ENROLMENT_CODE_INVALID',
    );
  });

  it('a workstation that is stopped is refused at once, and still brings its journal (I5)', async () => {
    const { url, administrator } = network;
    const { workstationId } = workstation;
    const revoke = { commandId: uuid(), workstationId, state: 'lost' } as const;
    await call(url, 'workstation.revoke', revoke, { session: administrator });
    const pull = await callRaw(url, 'feed.pull', { cursor: '' }, auth());
    expect(outcomeOf(pull)).toBe('403 WORKSTATION_REVOKED');
    const line = workstation.write('leases.killed', { reason: 'epoch' }, nowMs());
    expect((await workstation.push([line])).acknowledgedSeq).toBe(1);
    const open = workstation.sessionRequest(nowMs());
    expect((await callRaw(url, 'workstation.session', open)).status).toBe(200);
  });
});

describe('workstation session', () => {
  it('the refresh token before stays good until the new one is used', async () => {
    const { url } = network;
    const first = workstation.refreshToken;
    await workstation.openSession(nowMs());
    // The answer with the second token was lost: the first still opens.
    const again = workstation.sessionRequest(nowMs(), first);
    const retry = await call(url, 'workstation.session', again);
    const next = workstation.sessionRequest(nowMs(), retry.refreshToken);
    await call(url, 'workstation.session', next);
    const old = await callRaw(
      url,
      'workstation.session',
      workstation.sessionRequest(nowMs(), first),
    );
    expect(outcomeOf(old)).toBe('401 UNAUTHORIZED');
  });

  it('a request that arrives twice does not lock the workstation out', async () => {
    const { url } = network;
    const request = workstation.sessionRequest(nowMs());
    const heard = await call(url, 'workstation.session', request);
    // The double comes later, and its answer goes nowhere.
    await call(url, 'workstation.session', request);
    workstation.refreshToken = heard.refreshToken;
    await workstation.openSession(nowMs());
    expect(outcomeOf(await callRaw(url, 'feed.pull', { cursor: '' }, auth()))).toBe('200');
  });

  it('a signature of another key, or over other fields, is refused', async () => {
    const { url } = network;
    const request = workstation.sessionRequest(nowMs());
    const foreign = { ...request, signature: network.workstation.sign('x') };
    const moved = { ...request, atMs: request.atMs + 1 };
    for (const wrong of [foreign, moved]) {
      const answer = await callRaw(url, 'workstation.session', wrong);
      expect(outcomeOf(answer)).toBe('401 WORKSTATION_SIGNATURE_INVALID');
    }
  });

  it('an access token ends after a quarter of an hour', async () => {
    const backend = await startSmallNetwork();
    const bearer = backend.workstation.bearer;
    backend.backend.clock.pass(15 * 60_000 - 1);
    expect((await callRaw(backend.url, 'feed.pull', { cursor: '' }, { bearer })).status).toBe(200);
    backend.backend.clock.pass(1);
    const late = await callRaw(backend.url, 'feed.pull', { cursor: '' }, { bearer });
    expect(outcomeOf(late)).toBe('401 SESSION_EXPIRED');
    await backend.backend.stop();
  });
});

describe('leases', () => {
  it('a grant is signed by the backend and repeated as it was', async () => {
    const { url } = network;
    const wanted = { amountMinor: 600_000, volumeMl: 100_000, count: 2 };
    const asked = { commandId: uuid(), cardId: 'card-3', wanted };
    await call(
      url,
      'card.issue',
      {
        commandId: uuid(),
        contractId: 'client-2',
        pan: '9999000000000099',
        holder: null,
        vehicle: null,
        tankCapacityMl: null,
        transactionMaxMl: null,
        transactionMaxMinor: null,
        productIds: null,
        stationIds: null,
        offlinePolicy: 'everywhere',
        expiresOn: null,
      },
      { session: network.manager },
    );
    const first = await callRaw(url, 'lease.grant', asked, auth());
    // Imported cards are sold offline at their home station only, and this one has none yet.
    expect(outcomeOf(first)).toBe('422 LEASE_NOT_ALLOWED');
    const cards = await call(url, 'card.list', { search: '0099' }, { session: network.manager });
    const cardId = cards.rows[0]?.cardId ?? '';
    const grantAsked = { commandId: uuid(), cardId, wanted };
    const granted = await call(url, 'lease.grant', grantAsked, auth());
    const { signature, ...signed } = granted;
    expect(granted.leases.length).toBeGreaterThan(0);
    expect(
      signedByBackend(canonicalText(JSON.parse(JSON.stringify(signed)) as Json), signature),
    ).toBe(true);
    expect(await call(url, 'lease.grant', grantAsked, auth())).toEqual(granted);
    const [lease] = granted.leases;
    const leaseReturn = { returnId: uuid(), leaseId: lease?.leaseId ?? '', quantity: 1_000 };
    const back = { commandId: uuid(), leaseReturn };
    expect(await call(url, 'lease.return', back, auth())).toEqual({ done: true });
    expect(await call(url, 'lease.return', back, auth())).toEqual({ done: true });
  });
});

describe('journal', () => {
  it('an offline sale reaches the statement, once, however often it is pushed (I2)', async () => {
    const { url, manager } = network;
    const { held, captured } = offlineFill(20_000);
    const lines = [
      workstation.write('sale.held', { ...held }, nowMs()),
      workstation.write('sale.captured', captured, nowMs()),
    ];
    const first = await workstation.push(lines);
    expect(first.answers.map(({ status }) => status)).toEqual(['applied', 'applied']);
    expect(first.acknowledgedHash).toBe(lines[1]?.hash);
    expect(signedByBackend(first.acknowledgedHash, first.coSignature)).toBe(true);
    const checksum = await network.backend.state();
    const again = await workstation.push(lines);
    // The books have other VAT than the desk told, and say so as often as they are asked.
    expect(first.answers[1]).toMatchObject({ status: 'applied', code: 'LINE_DIFFERS' });
    expect(again.answers[0]).toMatchObject({ status: 'duplicate', code: null });
    expect(again.answers[1]).toEqual(first.answers[1]);
    expect(await network.backend.state()).toBe(checksum);
    const statement = await call(
      url,
      'statement.get',
      { subjectKind: 'card', subjectId: 'card-3', fromDate: '2026-11-21', toDate: '2026-11-21' },
      { session: manager },
    );
    const sold = statement.lines.filter(({ slipNumber }) => slipNumber === 7);
    expect(sold).toHaveLength(1);
    expect(sold[0]).toMatchObject({ mode: 'offline', volumeMl: 20_000, amountMinor: -120_000 });
  });

  it('a malformed body and a foreign station are refused and kept in the chain', async () => {
    const { held } = offlineFill(1_000);
    const lines = [
      workstation.write('sale.captured', { volumeMl: 'much' }, nowMs()),
      workstation.write('sale.held', { ...held, stationId: 'elsewhere' }, nowMs()),
      workstation.write('sale.captured', { ...offlineFill(5).captured, saleId: uuid() }, nowMs()),
      workstation.write('leases.killed', { reason: 'clock' }, nowMs()),
    ];
    const answer = await workstation.push(lines);
    expect(answer.answers.map(({ status, code }) => [status, code])).toEqual([
      ['refused', 'FIELD_INVALID'],
      ['refused', 'STATION_NOT_ALLOWED'],
      ['refused', 'HOLD_NOT_FOUND'],
      ['noted', null],
    ]);
    expect(answer.acknowledgedSeq).toBe(4);
    const again = await workstation.push(lines);
    expect(again.answers[0]).toMatchObject({ status: 'refused', code: 'FIELD_INVALID' });
  });

  it('an allowance key that no limit could have is refused, not thrown at', async () => {
    const { held } = offlineFill(1_000);
    const parts = [{ allowanceKey: 'limit', measure: 'money', held: 1, leaseId: null }];
    const line = workstation.write('sale.held', { ...held, parts }, nowMs());
    const { answers } = await workstation.push([line]);
    expect(answers).toEqual([{ seq: 1, status: 'refused', code: 'FIELD_INVALID' }]);
  });

  /** A push of one line whose body is this text, as no engine ever wrote it. */
  const pushOf = (bodyText: string) => {
    const written = makeLine(null, { kind: 'leases.killed', body: { x: 'BODY' }, atMs: nowMs() });
    const request = routeRequest('journal.push', workstation.pushRequest([written]), auth());
    return { ...request, body: request.body?.replace('"BODY"', bodyText) ?? '' };
  };

  it('two pushes at once with a number too large to be one are refused, and the backend lives', async () => {
    const { url } = network;
    const lines = Array.from({ length: 400 }, () =>
      workstation.write('leases.killed', { reason: 'clock' }, nowMs()),
    );
    const sound = workstation.push(lines);
    // They are judged while the lines before them are being decided.
    const broken = [send(url, pushOf('1e999')), send(url, pushOf('1e999'))];
    for (const answer of await Promise.all(broken)) {
      expect(outcomeOf(answer)).toBe('400 FIELD_INVALID');
      expect(answer.body).toMatchObject({ params: { field: 'body' } });
    }
    expect((await sound).acknowledgedSeq).toBe(400);
    const next = workstation.write('leases.killed', { reason: 'clock' }, nowMs());
    expect((await workstation.push([next])).acknowledgedSeq).toBe(401);
  });

  it('a gap and a fork are conflicts, nothing of them is kept (I8)', async () => {
    const one = workstation.write('leases.killed', { reason: 'clock' }, nowMs());
    const two = workstation.write('leases.killed', { reason: 'clock' }, nowMs());
    const three = workstation.write('leases.killed', { reason: 'clock' }, nowMs());
    const gap = await workstation.push([two, three]);
    expect(gap.answers.map(({ code }) => code)).toEqual(['JOURNAL_GAP', 'JOURNAL_GAP']);
    expect(gap.acknowledgedSeq).toBe(0);
    await workstation.push([one, two, three]);
    const content = { kind: 'leases.killed', body: { reason: 'restored' }, atMs: nowMs() } as const;
    const otherTwo = makeLine(one, content);
    const fork = await workstation.push([otherTwo, makeLine(otherTwo, content)]);
    expect(fork.answers[0]).toMatchObject({ status: 'conflict', code: 'JOURNAL_FORKED' });
    expect(fork.acknowledgedHash).toBe(three.hash);
    expect(network.backend.logText()).toContain('JOURNAL_FORKED');
  });

  it('a changed line, a cut line and a foreign signature are refused whole', async () => {
    const { url } = network;
    const lines = [1, 2, 3].map(() => {
      return workstation.write('leases.killed', { reason: 'clock' }, nowMs());
    });
    const checksum = await network.backend.state();
    const changed = lines.map((line, index) => {
      return index === 1 ? { ...line, body: { reason: 'epoch' } } : line;
    });
    const request = workstation.pushRequest(lines);
    const wrongs = [
      { ...request, lines: changed },
      { ...request, lines: [lines[0], lines[2]] },
    ];
    for (const wrong of wrongs) {
      const answer = await callRaw(url, 'journal.push', wrong, auth());
      expect(outcomeOf(answer)).toBe('409 JOURNAL_CHAIN_BROKEN');
    }
    const foreign = { ...request, signature: network.workstation.sign(lines[2]?.hash ?? '') };
    const answer = await callRaw(url, 'journal.push', foreign, auth());
    expect(outcomeOf(answer)).toBe('401 WORKSTATION_SIGNATURE_INVALID');
    expect(await network.backend.state()).toBe(checksum);
  });
});

describe('feed', () => {
  it('comes in pages to its end, and a cursor of another history is refused', async () => {
    const { url } = network;
    let cursor = '';
    let rows = 0;
    for (let complete = false; !complete;) {
      const page = await call(url, 'feed.pull', { cursor, limit: 3 }, auth());
      // Cards that are new here bring their contracts along.
      expect(page.rows.filter(({ entity }) => entity !== 'contract').length).toBeLessThanOrEqual(3);
      rows += page.rows.length;
      ({ cursor, complete } = page);
    }
    expect(rows).toBeGreaterThan(8);
    const beyond = await callRaw(url, 'feed.pull', { cursor: `9${cursor}` }, auth());
    expect(outcomeOf(beyond)).toBe('400 CURSOR_INVALID');
    const foreign = await callRaw(url, 'feed.pull', { cursor: '12.7' }, auth());
    expect(outcomeOf(foreign)).toBe('400 CURSOR_INVALID');
  });
});
