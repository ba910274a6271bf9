import { z } from 'zod';
import { grants } from '#domain/identity/rights.ts';
import { invitationStages } from '#domain/client/invitation.ts';
import { messageStates } from '#domain/message/outgoing.ts';
import { programmeId } from '../programme.ts';
import * as s from '../../shapes.ts';

export const grantList = z.array(z.enum(grants)).max(grants.length);

/** An invitation as staff see it (acceptance P-05); the code in its letter is nowhere. */
export const invitation = z.strictObject({
  invitationId: s.key,
  programmeId,
  clientId: s.key,
  /** Masked where the reader may not see personal data (G5). */
  email: z.string().max(254),
  displayName: s.name,
  grants: grantList,
  stage: z.enum(invitationStages),
  sentAtMs: s.atMs,
  expiresAtMs: s.atMs,
  /** When it was accepted or withdrawn. */
  endedAtMs: s.atMs.nullable(),
  /** How its latest letter fares (P-03); null once the letter is forgotten. */
  letter: z.enum(messageStates).nullable(),
});
export type InvitationRecord = z.infer<typeof invitation>;
