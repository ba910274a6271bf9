import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { WrittenInput, type BackendClient } from '#engine/ports.ts';
import { makeAxios, makeHttpClient } from '#engine/sync/http-client.ts';
import { refuse } from '#domain/result.ts';
import { routes, type RouteId } from '#protocol/routes.ts';
import { PROTOCOL_VERSION, PROTOCOL_VERSION_MIN } from '#protocol/version.ts';
import { limitFirstCard, startSmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench, silentLog } from '#test/support/engine/engine-bench.ts';
import { knownFields } from '#test/support/versions/known-fields.ts';

/** Which fields the oldest peer knows that this build still speaks with. */
const KNOWN = knownFields(PROTOCOL_VERSION_MIN);

let closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
});

/** Names of all fields of a JSON value, those inside others with the way to them. */
function fieldsIn(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => fieldsIn(one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (inner === undefined) return [];
    const at = path === '' ? name : `${path}.${name}`;
    return [at, ...fieldsIn(inner, at)];
  });
}

/** Bodies of journal lines are judged by their kind, and free here. */
const isLineBody = (field: string): boolean => field.startsWith('lines[].body.');

/** A backend that knows no more than the oldest, over the one of this build. */
function asOldest(client: BackendClient, strangers: string[]): BackendClient {
  return {
    ...client,
    async call(routeId, input, auth) {
      const known = KNOWN.inputs[routeId];
      if (known === undefined) return refuse('ROUTE_NOT_FOUND');
      const told: unknown = input instanceof WrittenInput ? input.toJSON() : input;
      const stranger = fieldsIn(told).find((one) => !known.includes(one) && !isLineBody(one));
      if (stranger !== undefined) {
        strangers.push(`${routeId} ${stranger}`);
        return refuse('FIELD_UNKNOWN', { field: stranger });
      }
      const answer = await client.call(routeId, input, auth);
      if (routeId !== 'handshake.do' || !answer.ok) return answer;
      return { ...answer, value: { ...answer.value, protocolVersion: PROTOCOL_VERSION_MIN } };
    },
  };
}

describe('a workstation with a backend of the oldest protocol that it speaks', () => {
  it('sells, goes without the link and tells of it, and sends nothing that is refused as unknown', async () => {
    expect(PROTOCOL_VERSION).toBeGreaterThan(PROTOCOL_VERSION_MIN);
    const network = await startSmallNetwork();
    closing.push(() => network.backend.stop());
    const bench = await EngineBench.start(network);
    closing.push(() => bench.dispose());
    const strangers: string[] = [];
    await bench.restart({ backend: asOldest(bench.line.client, strangers) });
    await bench.syncOk();
    await bench.signIn();
    await bench.leaseHere();
    await bench.cut();
    await bench.sellOffline();
    await bench.ok('card:block', { cardId: 'card-2', reason: 'theft' });
    await bench.mend();
    expect(strangers).toEqual([]);
    expect(bench.engine.syncState()).toMatchObject({ attention: [], queueLength: 0 });
  });

  it('has a change of many limits taken: what such a backend does not know is left out', async () => {
    const network = await startSmallNetwork();
    closing.push(() => network.backend.stop());
    const bench = await EngineBench.start(network);
    closing.push(() => bench.dispose());
    const strangers: string[] = [];
    await bench.restart({ backend: asOldest(bench.line.client, strangers) });
    await bench.syncOk();
    await bench.signIn('curator');
    const nothing = { limits: [], rules: [], spread: null, fromMs: null, budget: null };
    const change = { contractId: 'client-1', ...nothing, removals: ['nobody'], rulesSeen: [] };
    await bench.ok('limit:previewMany', change);
    await bench.ok('limit:setMany', { ...change, commandId: uuid(), skipInvalid: true });
    expect(strangers).toEqual([]);
  });

  it('has a change of one limit taken, without the terms that it was worked out from', async () => {
    const network = await startSmallNetwork();
    closing.push(() => network.backend.stop());
    const bench = await EngineBench.start(network);
    closing.push(() => bench.dispose());
    const { limitId } = await limitFirstCard(network, { measure: 'volume', amount: 100_000 });
    const cardId = 'card-1';
    const limitHere = async () => {
      const { limits } = await bench.ok('card:get', { cardId });
      return limits.find((limit) => limit.limitId === limitId) ?? expect.fail();
    };
    await bench.syncOk();
    await bench.signIn('curator');
    const change = { commandId: uuid(), limit: await limitHere(), seen: [] };
    expect((await bench.refused('limit:set', change)).code).toBe('LIMIT_CHANGED');
    const strangers: string[] = [];
    await bench.restart({ backend: asOldest(bench.line.client, strangers) });
    await bench.syncOk();
    await bench.signIn('curator');
    const again = { ...change, commandId: uuid() };
    expect(await bench.ok('limit:set', again)).toEqual({ done: true, queued: false });
    await bench.ok('limit:remove', { commandId: uuid(), limitId, seen: [] });
    expect(strangers).toEqual([]);
  });

  it('is told what to install where it asks for what such a backend has not', async () => {
    const network = await startSmallNetwork();
    closing.push(() => network.backend.stop());
    const bench = await EngineBench.start(network);
    closing.push(() => bench.dispose());
    await bench.restart({ backend: asOldest(bench.line.client, []) });
    await bench.syncOk();
    await bench.signIn();
    await bench.sell();
    const { journal, clock } = bench.engine.core;
    journal.write({ atMs: clock.nowMs() }, ({ facts }) => facts.set('forked', true));
    const refused = await bench.refused('fork:untold', { language: 'ru' });
    expect(refused.code).toBe('BACKEND_UPGRADE_REQUIRED');
  });
});

describe('a workstation with a newer backend', () => {
  it('reads an answer with fields that it does not know, and no answer that lacks one', async () => {
    const page = {
      epoch: 'e',
      cursor: '1',
      rows: [{ entity: 'product', rowId: 'dt', record: null, since: 4 }],
      complete: true,
      asOfMs: 1,
      horizon: { seq: 9 },
    };
    const { horizon: _horizon, ...told } = page;
    const answers: Record<string, unknown> = { whole: page, short: { ...told, cursor: undefined } };
    const server = createServer((request, response) => {
      const which = new URL(request.url ?? '', 'http://x').searchParams.get('cursor') ?? '';
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answers[which]));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const options = { proxyUrl: null, caPem: null, appVersion: '0.1.0' };
    const axios = makeAxios({ baseUrl: `http://127.0.0.1:${port}`, ...options });
    const client = makeHttpClient(axios, silentLog);
    const read = await client.call('feed.pull', { cursor: 'whole' }, {});
    const rows = [{ entity: 'product', rowId: 'dt', record: null }];
    expect(read).toEqual({ ok: true, value: { ...told, rows } });
    expect(await client.call('feed.pull', { cursor: 'short' }, {})).toMatchObject({
      code: 'INTERNAL',
      params: { reason: 'answer-schema' },
    });
  });
});

describe('the table of routes', () => {
  /**
   * What is there all the same, as `<route> <field>` with all that is inside. A workstation of
   * protocol 2 cannot read these answers: it shows the statement that it has kept, and a manager
   * there sees a change of rules in a template's answer only after an update. Its list of people is
   * not read there, nor the session of a representative with grants, nor the credential sheet:
   * those who have them have to be at a workstation of today. What a voucher is for is told to who
   * asked for it. The inputs are left out until the backend has told that it knows them.
   */
  const ALL_THE_SAME: readonly string[] = [
    'statement.get lines[].enteredBy',
    'operation.search rows[].enteredBy',
    'asset.lease terms',
    'session.open programmeId',
    'session.open robotProof',
    'session.open language',
    'session.open purpose',
    'asset.lease voucher',
    'limit.set seen',
    'limit.remove seen',
    'limit.set-many rulesSeen',
    'limit.preview-many rulesSeen',
    'limit.set-many rules',
    'limit.preview-many result.rules',
    'limit.preview-many rulesBefore',
    'limit-template.apply rules',
    'limit-template.preview result.rules',
    'limit-template.preview rulesBefore',
    'register.import content.rows[].address',
    'register.import content.rows[].phone',
    'user.list cursor',
    'user.list limit',
    'user.list search',
    'user.list role',
    'user.list rows[].grants',
    'user.list rows[].state',
    'user.list rows[].programmeId',
    'user.list rows[].mustSetPassword',
    'user.list rows[].waitsUntilMs',
    'user.list rows[].email',
    'user.list rows[].clientName',
    'user.create grants',
    'user.create email',
    'user.create temporaryPassword',
    'user.create passwordExpiresAtMs',
    'session.open user.grants',
    'contract.sign sheet',
  ];
  const isNamed = (added: string): boolean =>
    ALL_THE_SAME.some(
      (one) => added === one || (/^[.[]/u.test(added.slice(one.length)) && added.startsWith(one)),
    );

  it.each(['input', 'answer'] as const)(
    'has no field of an %s that the oldest peer refuses',
    (side) => {
      const known = side === 'input' ? KNOWN.inputs : KNOWN.answers;
      const added = (Object.keys(routes) as RouteId[]).flatMap((routeId) => {
        const then = known[routeId];
        if (then === undefined) return [];
        const shape = z.toJSONSchema(routes[routeId][side], {
          io: 'input',
          unrepresentable: 'any',
        });
        return fieldsOf(shape)
          .filter((field) => !then.includes(field))
          .map((field) => `${routeId} ${field}`);
      });
      expect([...new Set(added)].filter((one) => !isNamed(one))).toEqual([]);
    },
  );
});

const node = z.object({
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});

/** The same names of a JSON Schema. */
function fieldsOf(schema: unknown, path = ''): readonly string[] {
  const read = node.safeParse(schema);
  if (!read.success) return [];
  const { properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = read.data;
  const own = Object.entries(properties).flatMap(([name, inner]) => {
    const at = path === '' ? name : `${path}.${name}`;
    return [at, ...fieldsOf(inner, at)];
  });
  const parts = [...anyOf, ...oneOf, ...allOf].flatMap((part) => fieldsOf(part, path));
  return [...own, ...parts, ...fieldsOf(items, `${path}[]`)];
}
