import { beforeEach, describe, expect, it } from 'vitest';
import {
  lastCode,
  memberProfile,
  openMemberProgramme,
  registrationForm,
  sentMessages,
  type MemberNetwork,
} from '#test/support/backend/member-programme.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();

let programme: MemberNetwork;
beforeEach(async () => {
  const signIn = { ...memberProfile().signIn, robotCheck: ['registration' as const] };
  programme = await openMemberProgramme(desk.network, memberProfile({ signIn }));
});

const confirmation = async (registrationId: string) => {
  const { programmeId } = programme;
  return { programmeId, registrationId, code: await lastCode(desk.network) };
};

describe('a registration at a workstation', () => {
  it('[R-09] [R-11] passes the robot check by itself, and the code signs the member in', async () => {
    const { bench } = desk;
    await bench.ok('session:signOut', {});
    const { registrationId } = await bench.ok('registration:start', registrationForm(programme));
    expect((await bench.ok('session:state', {})).user).toBeNull();
    const made = await bench.ok('registration:confirm', await confirmation(registrationId));
    expect(made.card).toMatchObject({ kind: 'primary', virtual: true });
    const state = await bench.ok('session:state', {});
    expect(state).toMatchObject({ mode: 'online', programmeId: programme.programmeId });
    expect(state.user?.userId).toBe(made.user.userId);
    const own = await bench.ok('member:get', {});
    expect(own.cards).toEqual([made.card]);
  });

  it('[R-09] by an operator needs no robot check, and he stays signed in', async () => {
    const { bench } = desk;
    await bench.ok('session:signIn', { login: 'till', password: PASSWORD });
    const form = registrationForm(programme);
    const { registrationId } = await bench.ok('registration:startAtDesk', form);
    expect(await sentMessages(desk.network)).toHaveLength(1);
    await bench.ok('registration:confirm', await confirmation(registrationId));
    expect((await bench.ok('session:state', {})).user?.login).toBe('till');
  });

  it('[R-10] asks for another code only after its time', async () => {
    const { bench, network } = desk;
    await bench.ok('session:signOut', {});
    const { registrationId } = await bench.ok('registration:start', registrationForm(programme));
    const early = await bench.refused('registration:resend', { registrationId });
    expect(early.code).toBe('RATE_LIMITED');
    network.backend.clock.pass(60_000);
    await bench.ok('registration:resend', { registrationId });
  });
});
