import { z } from 'zod';
import type { Right } from '#domain/identity/rights.ts';
import * as s from './shapes.ts';

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
  /** `stream` routes answer with server-sent events or a file, and have no JSON answer. */
  readonly stream?: true;
}

export const BODY_MAX_BYTES = 64 * 1024;
export const BATCH_BODY_MAX_BYTES = 4 * 1024 * 1024;
export const REGISTER_BODY_MAX_BYTES = 64 * 1024 * 1024;

interface Shape<I extends z.ZodType, A extends z.ZodType> {
  readonly input: I;
  readonly answer: A;
}

/** A reading route: its input is the query, with the parameters of the path. */
export function get<I extends z.ZodType, A extends z.ZodType>(
  path: string,
  auth: RouteAuth,
  right: Right | null,
  shape: Shape<I, A>,
) {
  const fixed = { method: 'GET', bodyMaxBytes: 0, changes: false } as const;
  return { ...fixed, path, auth, right, ...shape } satisfies Route;
}

/** A changing route: its input is a JSON body. */
export function post<I extends z.ZodType, A extends z.ZodType>(
  path: string,
  auth: RouteAuth,
  right: Right | null,
  shape: Shape<I, A>,
) {
  const fixed = { method: 'POST', bodyMaxBytes: BODY_MAX_BYTES, changes: true } as const;
  return { ...fixed, path, auth, right, ...shape } satisfies Route;
}

/** The answer of a route that only does something. */
export const done = z.strictObject({ done: z.literal(true) });

/** Every changing route takes an id made by the asker; repeating it has no second effect (G2). */
export const commandId = { commandId: s.id };

/** Paging by key: the cursor comes from the page before. */
export const page = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
};

export const listOf = <T extends z.ZodType>(row: T) =>
  z.strictObject({
    rows: z.array(row),
    nextCursor: z.string().max(200).nullable(),
    asOfMs: s.atMs,
  });
