import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { may } from '#domain/identity/rights.ts';
import { problem, routes, type RouteId } from '#protocol/routes.ts';
import type { Route } from '#protocol/route.ts';
import {
  authHeaders,
  callRaw,
  outcomeOf,
  routeRequest,
  send,
  type TestAnswer,
  type TestAuth,
} from '#test/support/backend/http-client.ts';
import { personas, signInAll } from '#test/support/backend/personas.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { missing, tooLong, withText, wrongTypes } from './field-faults.ts';
import { MARK, MARKED_PAN, MARKED_PIN, validInputs } from './valid-inputs.ts';

/** Made from the route table: a new route is tested as soon as it is in the table. */
const table = Object.entries(routes) as [RouteId, Route][];

const HOSTILE = [
  `${MARK}'; DROP TABLE card; --`,
  '__proto__',
  '../../etc/passwd',
  'a\r\nset-cookie: x=1',
  '\u0000\u202e\ud83d\ude00',
  '%00%zz',
  'x'.repeat(5_000),
];

let network: SmallNetwork;
let sessions: ReadonlyMap<string, string>;
beforeAll(async () => {
  network = await startSmallNetwork();
  sessions = await signInAll(network, personas, null);
});
afterAll(() => network.backend.stop());

const sessionOf = (name: string): string => sessions.get(name) ?? '';

function authFor({ auth, right }: Route): TestAuth {
  const { bearer } = network.workstation;
  const able = personas.find((persona) => right === null || may(persona, right));
  const session = sessionOf(able?.name ?? 'operator');
  switch (auth) {
    case 'public':
      return {};
    case 'setup':
      return { bearer: network.backend.setupToken };
    case 'workstation':
      return { bearer };
    case 'user':
      return { session };
    case 'desk':
      return { bearer, session };
  }
}

/** What a refused request must leave behind: an honest answer, and the same database. */
async function expectRefused(
  answer: Promise<TestAnswer>,
  expected: string,
  what = '',
): Promise<void> {
  const before = network.backend.checksum();
  const got = await answer;
  expect(`${what} ${outcomeOf(got)}`).toBe(`${what} ${expected}`);
  expect(problem.safeParse(got.body).success).toBe(true);
  expect(got.headers.get('content-type')).toContain('application/problem+json');
  expect(network.backend.checksum()).toBe(before);
}

describe.each(table)('%s', (routeId, route) => {
  const hasBody = route.method !== 'GET';
  const input = validInputs[routeId];
  const go = (asked: object, auth: TestAuth = authFor(route)): Promise<TestAnswer> =>
    callRaw(network.url, routeId, asked, auth);

  it('its example is well-formed', () => {
    const filled = JSON.parse(JSON.stringify(input)) as unknown;
    expect(route.input.safeParse(filled).error?.issues).toBeUndefined();
  });

  it('lets nobody in who proves nothing, or something wrong', async () => {
    if (route.auth === 'public') {
      expect((await go(input, { bearer: 'junk', session: 'junk' })).status).not.toBe(403);
      return;
    }
    const { bearer } = network.workstation;
    const junk = `${MARK}-token`;
    const swapped = { bearer: sessionOf('administrator'), session: bearer };
    const wrongCode = route.auth === 'setup' ? 'SETUP_TOKEN_INVALID' : 'UNAUTHORIZED';
    await expectRefused(go(input, {}), '401 UNAUTHORIZED');
    await expectRefused(go(input, { bearer: junk, session: junk }), `401 ${wrongCode}`);
    await expectRefused(go(input, swapped), `401 ${wrongCode}`);
  });

  it('[G10] lets nobody in without its right', async () => {
    const { right } = route;
    const lacking = right === null ? [] : personas.filter((persona) => !may(persona, right));
    for (const { name } of lacking) {
      const auth = { ...authFor(route), session: sessionOf(name) };
      await expectRefused(go(input, auth), '403 FORBIDDEN', name);
    }
    const everybodys = right === null || personas.every((persona) => may(persona, right));
    expect(lacking.length > 0).toBe(!everybodys);
  });

  it('[G9] refuses a value of another type in every field', async () => {
    const faults = (hasBody ? wrongTypes(input) : tooLong(input)).filter(({ field }) => {
      // What a journal line says is judged line by line: it is kept whatever it is.
      return !/^lines\.\d+\.body\./u.test(field);
    });
    for (const fault of faults) {
      await expectRefused(go(fault.input), '400 FIELD_INVALID', fault.field);
    }
    expect(faults.length > 0).toBe(Object.keys(input).length > 0);
  });

  it('[G9] asks for every field that it needs', async () => {
    for (const fault of missing(input)) {
      const filled = JSON.parse(JSON.stringify(fault.input)) as unknown;
      if (route.input.safeParse(filled).success || route.path.includes(`:${fault.field}`)) continue;
      const answer = go(fault.input);
      expect((await answer).body).toMatchObject({
        status: 400,
        params: { field: expect.any(String) },
      });
      // A field that tells variants apart is invalid rather than missing: none of them is meant.
      await expectRefused(answer, outcomeOf(await answer), fault.field);
      expect(['400 FIELD_REQUIRED', '400 FIELD_INVALID']).toContain(outcomeOf(await answer));
    }
  });

  it('refuses an unknown field', async () => {
    const unknown = { ...input, [`${MARK}-field`]: 'x' };
    await expectRefused(go(unknown), '400 FIELD_UNKNOWN');
  });

  if (hasBody) {
    it('refuses a body that is no JSON, or none that it knows', async () => {
      const { method, path } = routeRequest(routeId, input);
      const headers = { ...authHeaders(authFor(route)), 'content-type': 'application/json' };
      const withBody = (body: string, more: Record<string, string> = {}): Promise<TestAnswer> =>
        send(network.url, {
          method: method ?? 'POST',
          path,
          headers: { ...headers, ...more },
          body,
        });
      await expectRefused(withBody(`{"password":"${MARK}"`), '400 BODY_MALFORMED');
      await expectRefused(withBody('"text"'), '400 BODY_MALFORMED');
      await expectRefused(withBody('[]'), '400 FIELD_INVALID');
      await expectRefused(
        withBody(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
        '400 BODY_MALFORMED',
      );
      const gzip = { 'content-encoding': 'gzip' };
      await expectRefused(withBody(JSON.stringify(input), gzip), '400 BODY_MALFORMED');
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      await expectRefused(withBody(`password=${MARK}`, form), '415 MEDIA_TYPE_UNSUPPORTED');
      const unknown = { 'content-encoding': 'rot13' };
      await expectRefused(withBody(JSON.stringify(input), unknown), '415 MEDIA_TYPE_UNSUPPORTED');
    });

    it('refuses a body over its limit before it has come', async () => {
      const { path } = routeRequest(routeId, input);
      const before = network.backend.checksum();
      const { method, bodyMaxBytes } = route;
      const headers = {
        ...authHeaders(authFor(route)),
        'content-type': 'application/json',
        'content-length': String(bodyMaxBytes + 1),
      };
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const sent = request(`${network.url}${path}`, { method, headers }, (response) => {
          resolve(response.statusCode);
          sent.destroy();
        });
        sent.once('error', reject);
        sent.write('{');
      });
      expect(status).toBe(413);
      expect(network.backend.checksum()).toBe(before);
    });
  }

  it('no text makes it fail', async () => {
    for (const text of HOSTILE) {
      for (const fault of withText(input, text)) {
        const answer = await go(fault.input);
        expect([fault.field, text.slice(0, 20), answer.status < 500]).toContain(true);
        if (answer.status !== 200) expect(problem.safeParse(answer.body).success).toBe(true);
      }
    }
  });

  it('refuses another method and names its own', async () => {
    const { path } = routeRequest(routeId, input);
    const answer = await send(network.url, { method: 'PATCH', path });
    expect(outcomeOf(answer)).toBe('405 METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')).toContain(route.method);
  });
});

describe('after all that', () => {
  it('[I9] no secret is in the log', () => {
    const log = network.backend.logText();
    expect(log.length).toBeGreaterThan(10_000);
    const { workstation, operator, administrator, manager, backend } = network;
    const secrets = [
      MARK,
      MARKED_PAN,
      PASSWORD,
      workstation.bearer,
      workstation.refreshToken,
      operator,
      administrator,
      manager,
      backend.setupToken,
    ];
    for (const secret of secrets) expect(log).not.toContain(secret);
    // Digits alone could stand in an id by chance.
    expect(log).not.toMatch(new RegExp(`(?<![0-9a-f-])${MARKED_PIN}(?![0-9a-f-])`, 'u'));
  });

  it('no request was a bug', () => {
    expect(network.backend.logText()).not.toContain('"msg":"bug"');
  });

  it('an address that no route has is 404 and is not logged', async () => {
    const answer = await send(network.url, { path: `/v1/${MARK}?token=${MARK}` });
    expect(outcomeOf(answer)).toBe('404 ROUTE_NOT_FOUND');
    expect(network.backend.logText()).not.toContain(MARK);
  });
});
