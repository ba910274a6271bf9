import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes, type RouteId } from '#protocol/routes.ts';
import { accessRoutes } from '#protocol/routes/access.ts';
import { administrationRoutes } from '#protocol/routes/administration.ts';
import { clientUserRoutes } from '#protocol/routes/client-user.ts';
import { clientRoutes } from '#protocol/routes/client.ts';
import { consentRoutes } from '#protocol/routes/consent.ts';
import { invitationRoutes } from '#protocol/routes/invitation.ts';
import { memberRoutes } from '#protocol/routes/member.ts';
import { messageRoutes } from '#protocol/routes/message.ts';
import { applicationRoutes } from '#protocol/routes/outside/application.ts';
import { feedbackRoutes } from '#protocol/routes/outside/feedback.ts';
import { guestRoutes } from '#protocol/routes/outside/guests.ts';
import { programmeRoutes } from '#protocol/routes/programme.ts';
import { signInRoutes } from '#protocol/routes/sign-in.ts';
import { callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  startCommandBench,
  type CommandBench,
  type Prepare,
} from '#test/support/commands/command-bench.ts';
import { officeSamples } from '#test/support/commands/office-samples.ts';
import { ownSamples } from '#test/support/commands/own-samples.ts';
import { paperSamples } from '#test/support/commands/paper-samples.ts';

// Rule G2 for every command about people and programmes: repeated it says what it said and does
// nothing more; with something else under its id, or from somebody else, it is refused. A new
// route is red until there is a sample of it, or until it is said why its repeats need no id.

/** Repeating these is harmless or impossible by what they are. */
const WITHOUT_ID = [
  // Each try is counted, and answered by what stands then.
  'contact.confirm-code',
  'password.prove',
  'registration.confirm',
  // Paced, and neutral about whether anything is sent.
  'instructions.resend',
  'password.recover',
  'registration.resend',
  // What is asked for is over after the first time.
  'contact.confirm-link',
  'password.set',
  'session.close',
  'session.open',
  'session.renew',
  'session.revoke',
  'session.revoke-others',
  // Says how it shall be.
  'preferences.set',
  // Looks somebody up.
  'member.find',
];

const people = { ...accessRoutes, ...administrationRoutes, ...clientRoutes, ...clientUserRoutes };
const outside = { ...consentRoutes, ...invitationRoutes, ...memberRoutes, ...applicationRoutes };
const rest = { ...feedbackRoutes, ...guestRoutes, ...messageRoutes, ...programmeRoutes };
const identity = Object.keys({ ...people, ...outside, ...rest, ...signInRoutes });

const isAboutPeople = (id: string) => identity.includes(id) || /^(?:user|session)\./u.test(id);

const commands = Object.entries(routes).flatMap(([id, route]) =>
  route.changes && isAboutPeople(id) ? [id] : [],
);

const samples: Readonly<Record<string, Prepare>> = {
  ...ownSamples,
  ...paperSamples,
  ...officeSamples,
};

let bench: CommandBench;
beforeAll(async () => {
  bench = await startCommandBench();
});
afterAll(() => bench.of.close());

/** Everything that is kept, but for the trail and for what counts requests. */
async function kept(): Promise<string> {
  const { backend } = bench.of.network;
  const errors = await backend.rows('SELECT * FROM sign_in_error ORDER BY login_folded');
  return `${await backend.state()} ${JSON.stringify(errors)}`;
}

/** How much the trail tells; a refusal is told there, a repeat is not. */
async function told(): Promise<number> {
  const sql = 'SELECT CAST(count(*) AS BIGINT) AS many FROM audit_entry';
  const [row] = await bench.of.network.backend.rows<{ many: number }>(sql);
  return Number(row?.many);
}

/** What is said once, a password of today among others, is null when it is repeated. */
const repeated = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value: unknown) =>
      ['temporaryPassword', 'accessCode'].includes(key) ? null : value,
    ),
  );

describe('[G2] a command about people and programmes', () => {
  it('has a sample here, or a reason to need none', () => {
    expect([...Object.keys(samples), ...WITHOUT_ID].toSorted()).toEqual(commands.toSorted());
  });

  it.each(Object.entries(samples).map(([id, prepare]) => ({ id: id as RouteId, prepare })))(
    '$id has one effect and one answer, and they are its asker’s',
    async ({ id, prepare }) => {
      const { input, other, auth, somebody, ...known } = await prepare(bench);
      const commandId = known.commandId ?? uuid();
      const ask = (patch: object, by = auth) =>
        callRaw(bench.url, id, { ...input, ...patch, commandId }, by);
      const first = await ask({});
      expect(first.status, JSON.stringify(first.body)).toBe(200);
      const after = await kept();
      const toldBefore = await told();
      const again = await ask({});
      expect(again.body).toEqual(repeated(first.body));
      expect(await told()).toBe(toldBefore);
      if (other !== null) expect(outcomeOf(await ask(other))).toBe('409 COMMAND_ID_REUSED');
      if (somebody !== null) {
        expect(outcomeOf(await ask({}, somebody))).toBe('409 COMMAND_ID_REUSED');
      }
      expect(await kept()).toBe(after);
    },
  );
});
