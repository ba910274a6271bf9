import { afterEach, beforeEach, expect, it } from 'vitest';
import { callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  memberProfile,
  openMemberProgramme,
  registrationForm,
  sentMessages,
  type MemberNetwork,
} from '#test/support/backend/member-programme.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { solveRobotCheck } from '#test/support/backend/solve-robot-check.ts';

let network: SmallNetwork;
let programme: MemberNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
  const { lockAtError } = memberProfile().signIn;
  const signIn = { lockAtError, robotCheck: ['registration' as const] };
  programme = await openMemberProgramme(network, memberProfile({ signIn }));
});
afterEach(() => network.backend.stop());

it('[R-09] nobody is sent a code, and no card is looked up, without a robot check of his own', async () => {
  const robotProof = await solveRobotCheck(network.url);
  const start = (patch: object) =>
    callRaw(network.url, 'registration.start', { ...registrationForm(programme), ...patch });
  const unknown = { card: { way: 'card', pan: '7005123412341299' } };
  expect(outcomeOf(await start({}))).toBe('401 CHALLENGE_FAILED');
  expect(outcomeOf(await start(unknown))).toBe('401 CHALLENGE_FAILED');
  expect(await sentMessages(network)).toEqual([]);
  expect(outcomeOf(await start({ robotProof }))).toBe('200');
  const again = { robotProof, phone: '+79160000002' };
  expect(outcomeOf(await start(again))).toBe('401 CHALLENGE_FAILED');
  expect(await sentMessages(network)).toHaveLength(1);
});
