import { robotChallenge } from '../records/robot.ts';
import { get, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** How people get in, beside `session.open`. */
export const signInRoutes = {
  /** Something to solve where a robot check is asked for; good for one try within minutes. */
  'robot.challenge': get('/v1/robot-challenge', 'public', null, {
    input: s.empty,
    answer: robotChallenge,
  }),
} as const satisfies Record<string, Route>;
