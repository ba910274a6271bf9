import { z } from 'zod';
import * as s from '../shapes.ts';

/** What a workstation brought of the time that a restored backup has not (architecture §8). */
export const recoveryReport = z.strictObject({
  workstationId: s.key,
  workstationName: s.name,
  stationName: s.name,
  standing: z.enum(['awaited', 'reported', 'lost']),
  lastSeenAtMs: s.atMs.nullable(),
  /** Lines of its journal, fills among them, and what was refused and needs a person. */
  lineCount: s.count,
  fillCount: s.count,
  refusedCount: s.count,
  fromMs: s.atMs.nullable(),
  untilMs: s.atMs.nullable(),
});
export type RecoveryReportRecord = z.infer<typeof recoveryReport>;
