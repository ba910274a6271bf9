import type { z } from 'zod';
import type { Right } from '#domain/identity/rights.ts';

/**
 * Who may call a route. `workstation`: an enrolled workstation's token. `user`: a person's session.
 * `desk`: both, a person at an enrolled workstation. `setup`: the one-time token by which the shell
 * hands over a new network.
 */
export type RouteAuth = 'public' | 'setup' | 'workstation' | 'user' | 'desk';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly auth: RouteAuth;
  /** Needed of the person; null where no person is needed or everybody signed in may. */
  readonly right: Right | null;
  /** Of GET: the query, all values text-coercible. Of the others: the JSON body. */
  readonly input: z.ZodType;
  readonly answer: z.ZodType;
  readonly bodyMaxBytes: number;
  /** A changing route repeats its first answer to the same command id (G2). */
  readonly changes: boolean;
  /** `stream` routes answer with server-sent events and have no JSON answer. */
  readonly stream?: true;
}

export const BODY_MAX_BYTES = 64 * 1024;
export const BATCH_BODY_MAX_BYTES = 4 * 1024 * 1024;
export const REGISTER_BODY_MAX_BYTES = 64 * 1024 * 1024;
