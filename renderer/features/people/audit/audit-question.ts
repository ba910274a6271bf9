import { dayEnd, dayStart } from '#domain/time/local-date.ts';
import type { BridgeInput } from '#protocol/bridge.ts';

/** What of the security log somebody wants to see; null and empty narrow nothing. */
export interface AuditChoice {
  readonly userId: string | null;
  readonly workstationId: string | null;
  readonly event: string | null;
  readonly subjectId: string;
  readonly outcome: 'accepted' | 'refused' | null;
  /** Local dates, both included. */
  readonly fromDate: string | null;
  readonly toDate: string | null;
}

export const everything: AuditChoice = {
  userId: null,
  workstationId: null,
  event: null,
  subjectId: '',
  outcome: null,
  fromDate: null,
  toDate: null,
};

/** The same as the backend is asked for it. */
export function auditQuestion(choice: AuditChoice, zone: string): BridgeInput<'audit:list'> {
  const { userId, workstationId, event, outcome, fromDate, toDate } = choice;
  const subjectId = choice.subjectId.trim();
  return {
    ...(userId === null ? {} : { userId }),
    ...(workstationId === null ? {} : { workstationId }),
    ...(event === null ? {} : { event }),
    ...(subjectId === '' ? {} : { subjectId }),
    ...(outcome === null ? {} : { outcome }),
    ...(fromDate === null ? {} : { fromMs: dayStart(fromDate, zone) }),
    ...(toDate === null ? {} : { untilMs: dayEnd(toDate, zone) }),
  };
}
