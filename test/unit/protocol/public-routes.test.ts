import { expect, it } from 'vitest';
import type { Route } from '#protocol/route.ts';
import { routes, type RouteId } from '#protocol/routes.ts';

/** What anybody on the network may call without a token, and why it cannot ask for one. */
const REASONS: Partial<Record<RouteId, string>> = {
  'health.get': 'whoever watches the machine asks whether the process lives',
  'ready.get': 'the same, whether it takes work',
  'handshake.do': 'a workstation of an older program learns that it may not go on',
  'session.open': 'signing in',
  'robot.challenge': 'is solved before signing in',
  'workstation.enrol': 'the one-time code of a new workstation is its proof',
  'workstation.replace': 'the same of one whose journal is a fork',
  'workstation.session': 'the signature of the workstation is its proof',
  'programme.public': 'the page to sign in at shows the doors and their contacts',
  'news.public': 'what the network announces is read before anybody signs in (O-23)',
  'station.public': 'where its stations are, too (O-23)',
  'terms.read': 'an offer is read before anybody signs in (N-02)',
  'terms.versions': 'the same, with its earlier versions',
  'password.recover': 'whoever forgot his password has no session',
  'password.prove': 'the code or the link is the proof',
  'instructions.resend': 'whoever waits for a letter has no session',
  'contact.confirm-link': 'the link from the letter is the proof',
  'invitation.read': 'the code from the letter is the proof',
  'invitation.accept': 'the same',
  'registration.start': 'a member has no account yet (R-03)',
  'registration.resend': 'the same',
  'registration.confirm': 'the same; the code from the message is the proof',
  'feedback.send': 'anybody writes to the network before signing in, too (N-26)',
  'application.file': 'an application is filed before signing in (V-09)',
};

it('no route becomes public without somebody saying here why', () => {
  const table: [string, Route][] = Object.entries(routes);
  const open = table.filter(([, { auth }]) => auth === 'public').map(([routeId]) => routeId);
  expect(open.toSorted()).toEqual(Object.keys(REASONS).toSorted());
});

it('a public route asks for no right', () => {
  const table: [string, Route][] = Object.entries(routes);
  const asking = table.filter(([, { auth, right }]) => auth === 'public' && right !== null);
  expect(asking.map(([routeId]) => routeId)).toEqual([]);
});
