import { z } from 'zod';
import { authorityDocument } from './account.ts';
import { grantList } from './invitation.ts';
import * as s from '../../shapes.ts';

/** One of a client's people, as the client's owner and staff see him. */
export const clientUser = z.strictObject({
  userId: s.key,
  programmeId: s.key.nullable(),
  login: s.name,
  displayName: s.name,
  /** Empty where the role alone says what he may. */
  grants: grantList,
  /** The paper that he acts on (acceptance V-02); null for one who needs none. */
  authority: authorityDocument.extend({ contractId: s.key }).nullable(),
  active: z.boolean(),
  state: z.enum(['active', 'locked', 'closed', 'erased']),
  /** Grows with every change: whoever changes him says which one was seen. */
  revision: s.count,
});
export type ClientUser = z.infer<typeof clientUser>;
