import { z } from 'zod';
import type { Route } from './route.ts';
import { accessRoutes } from './routes/access.ts';
import { administrationRoutes } from './routes/administration.ts';
import { applicationRoutes } from './routes/outside/application.ts';
import { feedbackRoutes } from './routes/outside/feedback.ts';
import { guestRoutes } from './routes/outside/guests.ts';
import { assetRoutes } from './routes/asset.ts';
import { clientRoutes } from './routes/client.ts';
import { consentRoutes } from './routes/consent.ts';
import { clientUserRoutes } from './routes/client-user.ts';
import { historyRoutes } from './routes/history.ts';
import { invitationRoutes } from './routes/invitation.ts';
import { limitRoutes } from './routes/limits.ts';
import { ledgerRoutes } from './routes/ledger.ts';
import { messageRoutes } from './routes/message.ts';
import { memberRoutes } from './routes/member.ts';
import { networkRoutes } from './routes/network.ts';
import { officeRoutes } from './routes/office.ts';
import { programmeRoutes } from './routes/programme.ts';
import { saleRoutes } from './routes/sale.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { syncRoutes } from './routes/sync.ts';
import { voiceRoutes } from './routes/voice.ts';
import * as s from './shapes.ts';

/**
 * The HTTP border of the backend: the one table from which routing, validation, tests and clients
 * are made.
 */
export const routes = {
  ...networkRoutes,
  ...accessRoutes,
  ...administrationRoutes,
  ...signInRoutes,
  ...messageRoutes,
  ...officeRoutes,
  ...clientRoutes,
  ...clientUserRoutes,
  ...invitationRoutes,
  ...limitRoutes,
  ...saleRoutes,
  ...ledgerRoutes,
  ...historyRoutes,
  ...syncRoutes,
  ...assetRoutes,
  ...voiceRoutes,
  ...programmeRoutes,
  ...consentRoutes,
  ...memberRoutes,
  ...applicationRoutes,
  ...feedbackRoutes,
  ...guestRoutes,
} as const satisfies Record<string, Route>;

export type RouteId = keyof typeof routes;
export type RouteInput<K extends RouteId> = z.output<(typeof routes)[K]['input']>;
export type RouteAnswer<K extends RouteId> = z.output<(typeof routes)[K]['answer']>;

/** RFC 9457 with the product's own fields (architecture §12). */
export const problem = z.strictObject({
  type: z.string().max(200),
  title: z.string().max(200),
  status: z.int(),
  code: z.string().max(60),
  params: s.params,
  traceId: z.string().max(80),
});
export type Problem = z.infer<typeof problem>;
