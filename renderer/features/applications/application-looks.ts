import type { ApplicationState } from '#domain/application/application.ts';
import type { ApplicationRecord } from '#protocol/records/application.ts';
import type { Tone } from '#ui/status/tone.ts';

/** How a state looks; its words say the same. */
export const applicationTones: Readonly<Record<ApplicationState, Tone>> = {
  filed: 'warn',
  processed: 'ok',
  rejected: 'neutral',
};

/** Who receives an application (row V-09). */
export const recipients = ['curator', 'head'] as const;
export type Recipient = (typeof recipients)[number];

/** Whether a recipient has seen it: `nobody` where nobody is named. */
export type Seen = 'has' | 'nobody' | 'not';

/** How it looks; its words say the same. */
export const seenTones: Readonly<Record<Seen, Tone>> = {
  has: 'ok',
  nobody: 'neutral',
  not: 'warn',
};

/** Who a recipient is, whether he has seen an application, and when. */
export function seenBy(
  application: ApplicationRecord,
  by: Recipient,
): { readonly name: string | null; readonly atMs: number | null; readonly seen: Seen } {
  const { curatorName, curatorUserId, headName, headUserId } = application;
  const [userId, name, atMs] =
    by === 'curator'
      ? [curatorUserId, curatorName, application.curatorSeenAtMs]
      : [headUserId, headName, application.headSeenAtMs];
  const seen = userId === null ? 'nobody' : atMs === null ? 'not' : 'has';
  return { name, atMs, seen };
}

/** What came of an application that was processed; the code is null when it was told before. */
export interface Access {
  readonly login: string;
  readonly accessCode: string | null;
}
