import { z } from 'zod';
import { clientDetails, clientEntry } from '../records/client/client.ts';
import { routes } from '../routes.ts';
import * as s from '../shapes.ts';

/**
 * What waits is changed and let go of freely. What is sent is on its way, and perhaps done: until
 * that is known nobody changes it. What was refused is entered anew, or let go of.
 */
const waitingState = z.enum(['waits', 'sent', 'refused']);

/** What somebody entered of a client at this workstation, until the network has taken it. */
export const clientWaiting = z.strictObject({
  /** The id of its command. */
  entryId: s.id,
  /** Null for a new client. */
  clientId: s.key.nullable(),
  /** The client as it stood before him; null for a new one. */
  seen: clientDetails.nullable(),
  client: clientEntry,
  writtenByName: s.name,
  writtenAtMs: s.atMs,
  state: waitingState,
  /** Why the network did not take it; null while it waits. */
  refusedCode: z.string().max(60).nullable(),
  refusedParams: s.params,
});
export type ClientWaiting = z.infer<typeof clientWaiting>;

/** Clients as a desk enters them, with the link or without (row O-08). */
export const clientBridge = {
  'client:put': {
    input: routes['client.put'].input.extend({
      /** As it stood before whoever changes it; null or left out for a new one. */
      seen: clientDetails.nullable().optional(),
      /** What waits here, or was refused, and is entered anew by this. */
      inPlaceOf: s.id.nullable().optional(),
    }),
    /**
     * In the form in which it is kept. `waiting`: it stands here until there is a link or, where it
     * was refused, until somebody has seen to it; null where the network has taken it.
     */
    answer: clientDetails.extend({ waiting: waitingState.nullable() }),
  },
  /** What waits here to be sent, and what the network did not take; the oldest first. */
  'client:waiting': {
    input: s.empty,
    answer: z.strictObject({ rows: z.array(clientWaiting) }),
  },
  /** Lets go of what was not sent yet, or was refused. */
  'client:dropWaiting': {
    input: z.strictObject({ entryId: s.id }),
    answer: z.strictObject({ done: z.literal(true) }),
  },
} as const;
