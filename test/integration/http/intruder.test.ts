import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { may, type Right } from '#domain/identity/rights.ts';
import { CACHE_SCHEMA } from '#protocol/cache-schema.ts';
import { feedEntities, type FeedEntity, type FeedRow } from '#protocol/feed.ts';
import { purchaseRules } from '#protocol/records.ts';
import type { Route } from '#protocol/route.ts';
import { routes, type RouteId } from '#protocol/routes.ts';
import { openReadable } from '#sqlite/open.ts';
import { call, callRaw, outcomeOf, type TestAnswer } from '#test/support/backend/http-client.ts';
import {
  FOREIGN,
  foreignIds,
  HIDDEN,
  loadHidden,
  startTwoClients,
  type TwoClients,
} from '#test/support/backend/two-clients.ts';
import { clientPersonas, signInAll, type Persona } from '#test/support/backend/personas.ts';
import { limitFirstCard } from '#test/support/backend/small-network.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { validInputs } from '#test/contract/valid-inputs.ts';

/** Above it a station is offered a file instead of the feed. */
const HIDDEN_CARDS = 5_200;

let network: TwoClients;
/** Sessions of client-1's people, each with other rights. */
let sessions: ReadonlyMap<string, string>;
beforeAll(async () => {
  network = await startTwoClients();
  sessions = await signInAll(network, clientPersonas, 'client-1');
  await loadHidden(network, HIDDEN_CARDS);
}, 240_000);
afterAll(() => network.backend.stop());

/** Made from the route table: whatever a client's person may call is tried, new routes too. */
const table = Object.entries(routes) as [RouteId, Route][];
const reachable = table.filter(
  ([, { auth, right, stream }]) =>
    (auth === 'user' || auth === 'desk') && stream === undefined && ableTo(right).length > 0,
);

/** Those of the client's people who have a right. */
function ableTo(right: Right | null): readonly Persona[] {
  return clientPersonas.filter((persona) => right === null || may(persona, right));
}
/** Ends the session; has a cursor of its own, and tests of its own (client-feed.test.ts). */
const TRIED_APART: ReadonlySet<RouteId> = new Set([
  'session.close',
  'session.renew',
  'feed.client',
]);

const asPersona = ({ name }: Persona, routeId: RouteId, input: object): Promise<TestAnswer> => {
  const { bearer } = network.workstation;
  const at = routes[routeId].auth === 'desk' ? { bearer } : {};
  return callRaw(network.url, routeId, input, { ...at, session: sessions.get(name) ?? '' });
};

const asRepresentative = (routeId: RouteId, input: object): Promise<TestAnswer> =>
  callRaw(network.url, routeId, input, { session: network.representative });

/**
 * What their rights would allow, and is the network's alone all the same: whoever adds a route has
 * said in `client-scope.ts` whose objects it names, or says here that clients' people have no part
 * in it.
 */
const CLOSED: ReadonlySet<RouteId> = new Set<RouteId>([
  // Two of the network's own people look after each other.
  'approval.list',
  'approval.give',
  'approval.refuse',
  // How a client comes by his first account is the network's to say.
  'card.hand-over',
  'card.hand-overs',
  'account.open',
  'account.sheet',
  'account.authority',
  'invitation.send',
  // A till's questions.
  'sale.check',
  'voucher.block',
  // Which days the network has closed.
  'ledger.locks',
]);

/** Own objects by the names that requests have for them. */
const ownIds: Readonly<Record<string, string>> = {
  clientId: 'client-1',
  contractId: 'client-1',
  cardId: 'card-1',
  stationId: 'elsewhere',
  productId: 'dt',
};
const foreign: Readonly<Record<string, string>> = foreignIds;

type Named = { subjectKind?: unknown; ownerKind?: unknown };

function foreignFor(name: string, owner: Named): string | undefined {
  if (name === 'subjectId' || name === 'ownerId') {
    const kind = owner.subjectKind ?? owner.ownerKind;
    const field = kind === 'card-group' ? 'groupId' : `${String(kind)}Id`;
    return foreign[field];
  }
  return foreign[name === 'removals' ? 'limitId' : name.replace(/Ids$/u, 'Id')];
}

/** The input with own ids, and one after the other each of its ids the other client's. */
function intrusions(input: object): readonly { field: string; input: object }[] {
  const found: { field: string; input: object }[] = [];
  const base = withOwn(structuredClone(input));
  const visit = (at: readonly (string | number)[], value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      const other = foreignFor(name, value as Named);
      if (other !== undefined && (typeof inner === 'string' || inner === null)) {
        found.push({ field: [...at, name].join('.'), input: put(base, [...at, name], other) });
      } else if (other !== undefined && Array.isArray(inner)) {
        found.push({ field: [...at, name].join('.'), input: put(base, [...at, name], [other]) });
      } else visit([...at, name], inner);
    }
  };
  visit([], base);
  return found;
}

const PLAIN_RULES = purchaseRules.parse({});

/** Command ids are made anew, so that none is a repeat. */
function withOwn(value: object): object {
  for (const [name, inner] of Object.entries(value)) {
    // Example rules name nobody: such a request would be refused before it is looked at.
    if (name === 'rules') Reflect.set(value, name, Array.isArray(inner) ? [] : PLAIN_RULES);
    else if (name === 'commandId') Reflect.set(value, name, uuid());
    else if (typeof inner === 'string' && ownIds[name] !== undefined) {
      Reflect.set(value, name, ownIds[name]);
    } else if (typeof inner === 'object' && inner !== null) withOwn(inner as object);
  }
  return value;
}

function put(base: object, path: readonly (string | number)[], value: unknown): object {
  const copy = structuredClone(base);
  let at: object = copy;
  for (const name of path.slice(0, -1)) at = Object(Reflect.get(at, name)) as object;
  Reflect.set(at, path.at(-1) ?? '', value);
  if (Reflect.has(copy, 'commandId')) Reflect.set(copy, 'commandId', uuid());
  return copy;
}

/** What the other client's own curator sees of him. */
async function foreignState(): Promise<string> {
  const { cardId, contractId, groupId, limitId } = foreignIds;
  const ask = async (routeId: RouteId, input: object): Promise<unknown> => {
    const { body } = await callRaw(network.url, routeId, input, { session: network.manager });
    return { ...Object(body), asOfMs: 0 };
  };
  return JSON.stringify([
    await ask('card.get', { cardId }),
    await ask('contract.get', { contractId }),
    await ask('card-group.get', { groupId }),
    await ask('limit.history', { limitId }),
    await ask('limit-template.list', { contractId }),
  ]);
}

describe('a representative of another client', () => {
  it.each(reachable.filter(([routeId]) => !TRIED_APART.has(routeId)))(
    '[G10] finds and changes nothing by %s',
    async (routeId, { method, right }) => {
      const before = await foreignState();
      for (const persona of ableTo(right)) {
        for (const { field, input } of intrusions(validInputs[routeId])) {
          const answer = await asPersona(persona, routeId, input);
          const said = `${persona.name} ${field}: ${outcomeOf(answer)}`;
          expect(answer.status, said).not.toBe(200);
          if (method === 'GET') expect([403, 404], said).toContain(answer.status);
          expect(JSON.stringify(answer.body)).not.toContain(`${FOREIGN}name`);
          expect(JSON.stringify(answer.body)).not.toContain(`${FOREIGN}holder`);
        }
      }
      expect(await foreignState()).toBe(before);
    },
  );

  const lists = reachable.filter(([, { input }]) => input.safeParse({ limit: 1 }).success);
  it.each(lists)('[G10] meets nobody on any page of %s', async (routeId) => {
    for (const search of [undefined, FOREIGN, 'foreign']) {
      const found: unknown[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const asked = { limit: 1, ...(cursor === '' ? {} : { cursor }) };
        const words = search === undefined ? {} : { search };
        const answer = await asRepresentative(routeId, { ...asked, ...words });
        const searched = answer.status === 400 && search !== undefined;
        const needsWords = search === undefined && outcomeOf(answer) === '400 FIELD_REQUIRED';
        if (searched || needsWords || answer.status === 403) break;
        expect(outcomeOf(answer)).toBe('200');
        const page = answer.body as { rows: unknown[]; nextCursor: string | null };
        found.push(...page.rows);
        cursor = page.nextCursor;
      }
      expect(JSON.stringify(found)).not.toContain(FOREIGN);
    }
  });

  it('[G10] finds no operation of another by its amount, id or card, though it is there', async () => {
    const payment = { search: '50000' };
    const asked = { session: network.manager };
    const found = await call(network.url, 'operation.search', payment, asked);
    expect(found.rows).toMatchObject([{ contractId: foreignIds.contractId, kind: 'top-up' }]);
    for (const search of ['50000', FOREIGN, 'foreign 50000', found.rows[0]?.lineId ?? '']) {
      const answer = await asRepresentative('operation.search', { search });
      expect(answer, search).toMatchObject({ status: 200, body: { rows: [], cut: false } });
    }
  });

  it('[G10] is told his own months, and never those of all clients together', async () => {
    const outcome = async (subject: object): Promise<string> => {
      const months = { fromMonth: '2026-01', toMonth: '2026-12' };
      return outcomeOf(await asRepresentative('month.list', { ...subject, ...months }));
    };
    expect(await outcome({ subjectKind: 'client', subjectId: 'client-1' })).toBe('200');
    expect(await outcome({ subjectKind: 'contract', subjectId: 'client-1' })).toBe('200');
    const foreignClient = { subjectKind: 'client', subjectId: foreignIds.clientId };
    expect(await outcome(foreignClient)).toBe('404 CLIENT_NOT_FOUND');
    const station = { subjectKind: 'station', subjectId: network.stationId };
    expect(await outcome(station)).toBe('403 FORBIDDEN');
    expect(await outcome({ subjectKind: 'network' })).toBe('403 FORBIDDEN');
  });

  it.each(reachable.filter(([routeId]) => !TRIED_APART.has(routeId)))(
    '[G10] is stopped at %s with an own object only where that was thought of',
    async (routeId, { right }) => {
      for (const persona of ableTo(right)) {
        const input = withOwn(structuredClone(validInputs[routeId]));
        const outcome = outcomeOf(await asPersona(persona, routeId, input));
        const said = `${persona.name} ${routeId}`;
        if (CLOSED.has(routeId)) expect(outcome, said).toBe('403 FORBIDDEN');
        else expect(outcome, said).not.toBe('403 FORBIDDEN');
      }
    },
  );

  it('[G10] finds his own by the same ways', async () => {
    const cards = await asRepresentative('card.list', {});
    expect(JSON.stringify(cards.body)).toContain('card-1');
    expect((await asRepresentative('card.get', { cardId: 'card-1' })).status).toBe(200);
    expect((await asRepresentative('contract.get', { contractId: 'client-1' })).status).toBe(200);
    const clients = (await asRepresentative('client.list', {})).body as { rows: unknown[] };
    expect(clients.rows).toHaveLength(1);
  });

  it('reads the history of his own limit when it is removed, and not of another’s', async () => {
    const own = await limitFirstCard(network, { measure: 'volume', amount: 50_000 });
    await own.remove();
    const history = await asRepresentative('limit.history', { limitId: own.limitId });
    const body = { versions: [{ terms: null }, { terms: { amount: 50_000 } }] };
    expect(history).toMatchObject({ status: 200, body });
    for (const limitId of [foreignIds.limitId, uuid()]) {
      const answer = await asRepresentative('limit.history', { limitId });
      expect(outcomeOf(answer)).toBe('404 LIMIT_NOT_FOUND');
    }
  });

  it('removes a template of his own, and none of the network’s', async () => {
    const limits = validInputs['limit-template.put'].template.limits;
    const put = async (contractId: string | null, session: string): Promise<string> => {
      const template = { templateId: uuid(), contractId, name: 'n', limits, rules: null };
      await call(network.url, 'limit-template.put', { commandId: uuid(), template }, { session });
      return template.templateId;
    };
    const remove = async (templateId: string): Promise<string> =>
      outcomeOf(await asRepresentative('limit-template.remove', { commandId: uuid(), templateId }));
    expect(await remove(await put('client-1', network.representative))).toBe('200');
    const ofNetwork = await put(null, network.manager);
    expect(await remove(ofNetwork)).toBe('404 LIMIT_TEMPLATE_NOT_FOUND');
  });

  it('is let in nowhere that was not thought of: what is not in the table is refused', async () => {
    const answer = await asRepresentative('ledger.locks', {});
    expect(outcomeOf(answer)).toBe('403 FORBIDDEN');
  });
});

/**
 * Registers are everybody's; of each other kind there is something that is not for this station.
 */
const SHARED: readonly FeedEntity[] = ['station', 'product-group', 'product'];
const scoped = (Object.keys(feedEntities) as FeedEntity[]).filter((one) => !SHARED.includes(one));

describe('a workstation of another station', () => {
  const pulled = async (): Promise<FeedRow[]> => {
    const rows: FeedRow[] = [];
    const { bearer } = network.intruder;
    let cursor = '';
    for (;;) {
      const page = await call(network.url, 'feed.pull', { cursor, limit: 500 }, { bearer });
      rows.push(...page.rows);
      cursor = page.cursor;
      if (page.complete) return rows;
    }
  };

  it.each(scoped)('[G10] gets no %s by the feed that is not for its station', async (entity) => {
    const known = await network.backend.rows<{ rowId: string }>(
      `SELECT row_id AS "rowId" FROM feed WHERE entity = '${entity}'`,
    );
    const rows = (await pulled()).filter((row) => row.entity === entity);
    expect(new Set(rows.map(({ rowId }) => rowId)).size).toBeLessThan(known.length);
    expect(JSON.stringify(rows)).not.toContain(HIDDEN);
    expect(JSON.stringify(rows)).not.toContain('elsewhere:');
  });

  it('[G10] gets nothing by the ready file either', async () => {
    const { url, intruder } = network;
    const { bearer } = intruder;
    const ask = () => call(url, 'snapshot.offer', { cacheSchema: CACHE_SCHEMA }, { bearer });
    let answer = await ask();
    while (answer.state === 'making') answer = await ask();
    if (answer.offer === null) throw new Error(answer.state);
    const { snapshotId, keyHex } = answer.offer;
    const path = routes['snapshot.get'].path.replace(':snapshotId', snapshotId);
    const got = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${bearer}` } });
    const folder = temporaryFolder();
    const file = join(folder.path, 'snapshot.db');
    writeFileSync(file, Buffer.from(await got.arrayBuffer()));
    const opened = openReadable({ file, keyHex, durable: 'normal' });
    if (!opened.ok) throw new Error(opened.code);
    const rows = opened.value.prepare('SELECT entity, row_id, body FROM record').all();
    opened.value.close();
    folder.dispose();
    expect(rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(rows)).not.toContain(HIDDEN);
    expect(JSON.stringify(rows)).not.toContain('elsewhere:');
  });

  it('[G10] hears by the live stream that something moved, and not what', async () => {
    const { url, intruder, manager } = network;
    const stopping = new AbortController();
    const stream = await fetch(`${url}${routes['events.stream'].path}`, {
      headers: { authorization: `Bearer ${intruder.bearer}` },
      signal: stopping.signal,
    });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const block = { commandId: uuid(), cardId: `${HIDDEN}card-1`, reason: 'theft' } as const;
    await call(url, 'card.block', block, { session: manager });
    let heard = '';
    while (!heard.includes('feed-moved')) heard += (await reader?.read())?.value ?? '';
    stopping.abort();
    expect(heard).not.toContain(HIDDEN);
  });
});
