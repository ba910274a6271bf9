import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
});
afterEach(() => network.backend.stop());

const open = (password = PASSWORD) => {
  const { workstationId, bearer } = network.workstation;
  const asked = { login: 'till', password, workstationId };
  return callRaw(network.url, 'session.open', asked, { bearer });
};
const enter = async (): Promise<{ session: string; userId: string; atMs: number }> => {
  const { workstationId, bearer } = network.workstation;
  const asked = { login: 'till', password: PASSWORD, workstationId };
  const { token, user } = await call(network.url, 'session.open', asked, { bearer });
  return { session: token, userId: user.userId, atMs: network.backend.clock.nowMs() };
};

it('[P-18] whoever signs in is told when and where he did before, and how often it failed since', async () => {
  const first = await enter();
  const before = await call(network.url, 'sign-in.last', {}, first);
  network.backend.clock.pass(60_000);
  expect(outcomeOf(await open('wrong'))).toBe('401 AUTH_INVALID');
  expect(outcomeOf(await open('wrong'))).toBe('401 AUTH_INVALID');
  network.backend.clock.pass(60_000);
  const second = await enter();
  const told = await call(network.url, 'sign-in.last', {}, second);
  expect(told).toMatchObject({ last: { atMs: first.atMs }, errorCount: 2 });
  expect(told.last?.workstationName).not.toBeNull();
  expect(told.last?.stationName).not.toBeNull();
  expect(before.errorCount).toBe(0);
});

it('[P-18] whoever manages people sees the latest sign-in of each, and nobody else does', async () => {
  const { userId, atMs, session } = await enter();
  network.backend.clock.pass(60_000);
  await open('wrong');
  const auth = { session: network.administrator };
  const told = await call(network.url, 'user.last-sign-in', { userId }, auth);
  expect(told).toMatchObject({ last: { atMs }, errorCount: 1 });
  const own = await callRaw(network.url, 'user.last-sign-in', { userId }, { session });
  expect(outcomeOf(own)).toBe('403 FORBIDDEN');
  const nobody = await callRaw(network.url, 'user.last-sign-in', { userId: uuid() }, auth);
  expect(outcomeOf(nobody)).toBe('404 NOT_FOUND');
});

it('[P-18] whoever only names a workstation is not told to have been there', async () => {
  const { workstationId } = network.workstation;
  await signIn(network.url, 'till', { workstationId });
  network.backend.clock.pass(60_000);
  const told = await call(network.url, 'sign-in.last', {}, await enter());
  expect(told.last).toMatchObject({ workstationName: null, stationName: null });
});
