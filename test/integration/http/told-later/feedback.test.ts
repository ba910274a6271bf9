import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteInput } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { sentMessages } from '#test/support/backend/member-programme.ts';
import { personas, signInAll } from '#test/support/backend/personas.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { solveRobotCheck } from '#test/support/backend/solve-robot-check.ts';

let network: SmallNetwork;
afterEach(() => network.backend.stop());

type Sending = RouteInput<'feedback.send'>;

const writing = (patch: Partial<Sending> = {}): Sending => ({
  commandId: uuid(),
  contact: '8 916 000-00-01',
  text: 'Цена на табло другая',
  programmeId: null,
  language: 'ru',
  workstationId: null,
  writtenAtMs: 1,
  ...patch,
});
const send = (patch: Partial<Sending> = {}) =>
  callRaw(network.url, 'feedback.send', writing(patch));
const list = (session = network.manager) => call(network.url, 'feedback.list', {}, { session });
const numberOf = async (patch: Partial<Sending> = {}): Promise<number> =>
  (await call(network.url, 'feedback.send', writing(patch))).number;

describe('feedback of anybody', () => {
  beforeEach(async () => {
    network = await startSmallNetwork();
  });

  it('[N-26] is taken without any token and gets a number, the same however often it is sent', async () => {
    const first = writing();
    const answers = await Promise.all([1, 2, 3].map(() => send(first)));
    expect(answers.map(({ body }) => body)).toEqual([1, 2, 3].map(() => ({ number: 1 })));
    expect(await numberOf()).toBe(2);
    expect((await list()).rows.map(({ number }) => number)).toEqual([2, 1]);
    expect(outcomeOf(await send({ ...first, text: 'другое' }))).toBe('409 COMMAND_ID_REUSED');
  });

  it('[N-26] is refused without a contact, and without a text', async () => {
    expect(outcomeOf(await send({ contact: ' ' }))).toBe('422 CONTACT_REQUIRED');
    expect(outcomeOf(await send({ text: '\n' }))).toBe('422 MESSAGE_EMPTY');
    expect(outcomeOf(await send({ contact: 'позвоните' }))).toBe('400 FIELD_INVALID');
    expect((await list()).rows).toEqual([]);
  });

  it('[N-26] keeps where and when it was written, as far as that is known', async () => {
    const { workstationId } = network.workstation;
    const nowMs = network.backend.clock.nowMs();
    await numberOf({ workstationId, writtenAtMs: nowMs - 5_000 });
    await numberOf({ workstationId: 'nobody', writtenAtMs: nowMs + 5_000 });
    const [ahead, known] = (await list()).rows;
    expect(known).toMatchObject({ writtenAtMs: nowMs - 5_000, toldAtMs: nowMs });
    expect(known?.workstationName).not.toBeNull();
    expect(ahead).toMatchObject({ writtenAtMs: nowMs, workstationName: null });
  });

  it('[N-26] is answered and closed by staff, and each step stands in the trail', async () => {
    const { commandId: feedbackId } = writing();
    await numberOf({ commandId: feedbackId });
    const auth = { session: network.manager };
    const answering = { commandId: uuid(), feedbackId, answer: 'Исправлено' };
    await call(network.url, 'feedback.answer', answering, auth);
    await call(network.url, 'feedback.answer', answering, auth);
    const again = await callRaw(
      network.url,
      'feedback.answer',
      { ...answering, commandId: uuid() },
      auth,
    );
    expect(outcomeOf(again)).toBe('409 FEEDBACK_SETTLED');
    expect((await list()).rows[0]).toMatchObject({
      state: 'answered',
      answer: 'Исправлено',
      answeredByName: 'curator',
    });
    await call(network.url, 'feedback.close', { commandId: uuid(), feedbackId }, auth);
    expect((await list()).rows[0]).toMatchObject({ state: 'closed', closedByName: 'curator' });
    const entries = await network.backend.rows<{ event: string }>(
      `SELECT * FROM audit_entry WHERE event LIKE 'feedback.%' AND code IS NULL ORDER BY seq`,
    );
    expect(entries.map(({ event }) => event)).toEqual([
      'feedback.send',
      'feedback.answer',
      'feedback.close',
    ]);
    expect(JSON.stringify(entries)).not.toContain('9160000001');
  });

  it('[N-26] [G5] its contact is shown to whoever opens it, if he may see it, and that is told', async () => {
    const { commandId: feedbackId } = writing();
    await numberOf({ commandId: feedbackId });
    expect((await list()).rows[0]?.contact).toBe('+7•••01');
    const sessions = await signInAll(network, personas, 'client-1');
    const contacts = await Promise.all(
      ['client-manager', 'shift-supervisor'].map(async (name) => {
        const session = sessions.get(name) ?? '';
        return (await call(network.url, 'feedback.get', { feedbackId }, { session })).contact;
      }),
    );
    expect(contacts).toEqual(['+79160000001', '+7•••01']);
    const told = `SELECT subject_id AS "subjectId" FROM audit_entry WHERE event = 'feedback.get'`;
    expect(await network.backend.rows(told)).toEqual([{ subjectId: feedbackId }]);
    const closing = { commandId: uuid(), feedbackId: uuid() };
    const session = sessions.get('shift-supervisor') ?? '';
    const refused = await callRaw(network.url, 'feedback.close', closing, { session });
    expect(outcomeOf(refused)).toBe('403 FORBIDDEN');
  });

  it('[N-26] goes to whoever the programme names, and to nobody where it names none', async () => {
    const auth = { session: network.administrator };
    const { programmeId } = sixthProgramme;
    const profile = { ...sixthProgramme, signIn: { lockAtError: null, robotCheck: [] } };
    const put = { commandId: uuid(), profile, active: true, revision: null };
    await call(network.url, 'programme.put', put, auth);
    await numberOf({ programmeId });
    expect(await sentMessages(network)).toEqual([]);
    const { rows } = await call(network.url, 'user.list', {}, auth);
    const curatorUserId = rows.find(({ login }) => login === 'curator')?.userId ?? null;
    const named = { programmeId, memberContractId: null, curatorUserId, headUserId: null };
    await call(network.url, 'assignment.put', { commandId: uuid(), ...named }, auth);
    await numberOf({ programmeId });
    const sent = await sentMessages(network);
    expect(sent).toMatchObject([
      { template: 'feedback-filed', params: { feedbackNumber: '2' }, userId: curatorUserId },
    ]);
    expect(JSON.stringify(sent)).not.toContain('9160000001');
  });

  it('[N-26] passes a robot check where the programme asks for one, and a shut door stops none', async () => {
    const { programmeId } = sixthProgramme;
    const put = { commandId: uuid(), profile: sixthProgramme, active: false, revision: null };
    await call(network.url, 'programme.put', put, { session: network.administrator });
    const first = writing({ programmeId });
    expect(outcomeOf(await send(first))).toBe('401 CHALLENGE_FAILED');
    const robotProof = await solveRobotCheck(network.url);
    expect(await numberOf({ ...first, robotProof })).toBe(1);
    // The answer was lost: its proof is spent, and what is kept needs none.
    expect(await numberOf({ ...first, robotProof })).toBe(1);
    expect(outcomeOf(await send({ programmeId: 'nobody' }))).toBe('404 PROGRAMME_NOT_FOUND');
  });
});

it('[N-26] whoever floods it is held up whatever desk he says he sits at, and people still sign in', async () => {
  network = await startSmallNetwork({
    guessLimits: { feedback: { tries: 3, windowMs: 60_000 } },
  });
  const { workstationId } = network.workstation;
  for (const desk of [workstationId, uuid(), null]) {
    expect(outcomeOf(await send({ workstationId: desk }))).toBe('200');
  }
  for (const desk of [workstationId, uuid(), null]) {
    expect(outcomeOf(await send({ workstationId: desk }))).toBe('429 RATE_LIMITED');
  }
  const opening = { login: 'till', password: 'wrong', workstationId };
  const tried = await callRaw(network.url, 'session.open', opening);
  expect(outcomeOf(tried)).toBe('401 AUTH_INVALID');
  network.backend.clock.pass(60_000);
  expect(outcomeOf(await send({ workstationId }))).toBe('200');
});
