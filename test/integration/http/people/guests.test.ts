import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Route } from '#protocol/route.ts';
import { routes, type RouteId } from '#protocol/routes.ts';
import { callRaw } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { validInputs } from '#test/contract/valid-inputs.ts';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

/**
 * What somebody without any token reaches: who the network is, how to get in, how to get in again,
 * and what he would sign. A route that is new here was thought about.
 */
const OPEN: ReadonlySet<RouteId> = new Set([
  'health.get',
  'ready.get',
  'handshake.do',
  'programme.public',
  'news.public',
  'station.public',
  'terms.read',
  'terms.versions',
  'robot.challenge',
  'session.open',
  'password.recover',
  'password.prove',
  'instructions.resend',
  'contact.confirm-link',
  'invitation.read',
  'invitation.accept',
  'registration.start',
  'registration.resend',
  'registration.confirm',
  'application.file',
  'feedback.send',
  'workstation.enrol',
  'workstation.replace',
  'workstation.session',
]);

const table = Object.entries(routes) as [RouteId, Route][];

it('[O-23] a guest reaches what is meant for guests, and nothing else', () => {
  const open = table.filter(([, route]) => route.auth === 'public').map(([id]) => id);
  expect(open.toSorted()).toEqual([...OPEN].toSorted());
});

it.each(table.filter(([id]) => !OPEN.has(id)).map(([id]) => id))(
  '[O-23] %s answers 401 without a token, and with one that is nobody’s',
  async (routeId) => {
    for (const token of [undefined, uuid()]) {
      const auth = token === undefined ? {} : { bearer: token, session: token };
      const answer = await callRaw(network.url, routeId, validInputs[routeId], auth);
      expect(answer.status).toBe(401);
    }
  },
);
