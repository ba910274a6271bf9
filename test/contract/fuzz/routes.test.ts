import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { may, roles, type Role } from '#domain/identity/rights.ts';
import { problem, routes, type RouteId } from '#protocol/routes.ts';
import type { Route } from '#protocol/route.ts';
import { authHeaders, callRaw, send, type TestAuth } from '#test/support/backend/http-client.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { validInputs } from '../valid-inputs.ts';
import { hostileBodies, inputsOf } from './inputs.ts';

/** Made from the route table: a new route is tried as soon as it is in the table. */
const table = (Object.entries(routes) as [RouteId, Route][]).filter(([, route]) => !route.stream);
const RUNS = 25;

let network: SmallNetwork;
const sessions = new Map<Role, string>();
beforeAll(async () => {
  network = await startSmallNetwork();
  const { service } = network.backend;
  const passwordHash = await service.hasher.hash(PASSWORD);
  for (const role of roles) {
    const user = { userId: uuid(), login: `as-${role}`, displayName: role, role, active: true };
    await service.stores.identity.addUser({ ...user, passwordHash });
    sessions.set(role, await signIn(network.url, user.login));
  }
});
afterAll(() => network.backend.stop());

/** Whoever may ask: what only outsiders are refused for was tried before. */
function authFor({ auth, right }: Route): TestAuth {
  const { bearer } = network.workstation;
  const role = roles.find((one) => right === null || may({ role: one }, right)) ?? 'operator';
  const session = sessions.get(role) ?? '';
  if (auth === 'public') return {};
  if (auth === 'setup') return { bearer: network.backend.setupToken };
  if (auth === 'workstation') return { bearer };
  return auth === 'user' ? { session } : { bearer, session };
}

describe.each(table)('%s', (routeId, route) => {
  it('answers whatever its schema could let through, and a refusal changes no ledger', async () => {
    const known = JSON.parse(JSON.stringify(validInputs[routeId])) as object;
    await fc.assert(
      fc.asyncProperty(inputsOf(route.input, known), async (input) => {
        const before = network.backend.ledgerChecksum();
        const asked = typeof input === 'object' && input !== null ? input : { input };
        // Half of a surrogate pair stands in no address.
        fc.pre(route.method !== 'GET' || JSON.stringify(asked).isWellFormed());
        fc.pre(route.method !== 'GET' || !JSON.stringify(asked).includes('\\ud8'));
        const answer = await callRaw(network.url, routeId, asked, authFor(route));
        expect([routeId, answer.status, answer.status < 500]).toContain(true);
        if (answer.status === 200) return;
        expect(problem.safeParse(answer.body).error?.issues).toBeUndefined();
        expect(network.backend.ledgerChecksum()).toBe(before);
      }),
      { numRuns: RUNS },
    );
  });

  if (route.method !== 'GET') {
    it('answers whatever bytes come', async () => {
      await fc.assert(
        fc.asyncProperty(hostileBodies, async (body) => {
          const before = network.backend.ledgerChecksum();
          const headers = { ...authHeaders(authFor(route)), 'content-type': 'application/json' };
          const path = route.path.replaceAll(/:\w+/gu, 'x');
          const answer = await send(network.url, { method: route.method, path, headers, body });
          expect([routeId, answer.status, answer.status < 500]).toContain(true);
          if (answer.status !== 200) expect(network.backend.ledgerChecksum()).toBe(before);
        }),
        { numRuns: RUNS },
      );
    });
  }
});

describe('after all that', () => {
  it('no request was a bug', () => {
    const bugs = network.backend
      .logText()
      .split('\n')
      .filter((line) => line.includes('"msg":"bug"'));
    expect(bugs).toEqual([]);
  });

  it('the ledger adds up', () => {
    expect(network.backend.verify()).toMatchObject({ ok: true });
  });
});
