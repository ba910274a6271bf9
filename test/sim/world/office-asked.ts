import type { RouteInput } from '#protocol/routes.ts';
import type { AskedLimit, PaperSlip, VoiceFill } from '../checker/evidence.ts';

type Change = RouteInput<'limit.set-many'>;

/** What takes a change of many limits back: limits as they were, and as they must still be. */
export type Undo = Pick<Change, 'contractId' | 'limits' | 'removals'> & {
  readonly seen: NonNullable<Change['seen']>;
};

/** The code that the office has told for a challenge of a workstation. */
export interface ToldCode {
  readonly deskName: string;
  readonly counter: number;
  readonly code: string;
}

/** What people asked the backend for, answered or not: all that may come into the books of it. */
export class OfficeAsked {
  readonly slips = new Map<string, PaperSlip>();
  readonly byVoice: VoiceFill[] = [];
  readonly codes: ToldCode[] = [];
  readonly limits = new Map<string, readonly AskedLimit[]>();

  /** Every amount that the template ever had: what comes late brings those of then. */
  readonly templateAmounts: number[] = [];

  /** Of the last change of many limits; null when there is none. */
  undo: Undo | null = null;

  /** Notes what a command makes of one limit; null where it goes. */
  limit(commandId: string, limitId: string, amount: number | null): void {
    this.limits.set(commandId, [{ limitId, amounts: [amount] }]);
  }
}
