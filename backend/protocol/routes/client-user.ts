import { z } from 'zod';
import { authorityDocument } from '../records/client/account.ts';
import { clientUser } from '../records/client/client-user.ts';
import { grantList, invitation } from '../records/client/invitation.ts';
import { commandId, done, get, listOf, post, type Route } from '../route.ts';
import * as s from '../shapes.ts';

/** A client's people, managed by the client's owner or by staff (architecture §11). */
export const clientUserRoutes = {
  'client-user.list': get('/v1/client-users', 'user', 'account.manage', {
    input: z.strictObject({ clientId: s.key }),
    answer: listOf(clientUser),
  }),
  /** Asks a further person by letter; under the programme of a contract in force. */
  'client-user.invite': post('/v1/client-users', 'user', 'account.manage', {
    input: z.strictObject({
      ...commandId,
      contractId: s.key,
      email: z.string().trim().min(1).max(254),
      displayName: s.name,
      grants: grantList.min(1),
      /** On what paper he will act; staff give it where the programme asks for one (V-02). */
      authority: authorityDocument.nullable().optional(),
      language: s.language.optional(),
    }),
    answer: invitation,
  }),
  /** What he is called and may do. His login never changes: it is named to be compared (V-11). */
  'client-user.put': post('/v1/client-users/put', 'user', 'account.manage', {
    input: z.strictObject({
      ...commandId,
      clientId: s.key,
      userId: s.key,
      revision: s.count,
      login: s.name.optional(),
      displayName: s.name,
      grants: grantList.min(1),
    }),
    answer: clientUser,
  }),
  /** Ends his access for good, and his sessions at once. */
  'client-user.remove': post('/v1/client-users/remove', 'user', 'account.manage', {
    input: z.strictObject({ ...commandId, clientId: s.key, userId: s.key }),
    answer: done,
  }),
} as const satisfies Record<string, Route>;
