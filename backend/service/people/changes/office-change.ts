import type { LimitTemplateRecord } from '#protocol/records/limits.ts';
import type { PriceRecord } from '#protocol/records.ts';
import type { WorkstationRow } from '../../workstation/workstation-row.ts';

export interface StationPlacing {
  readonly stationId: string;
  readonly regionId: string | null;
  readonly partnerId: string | null;
}

/**
 * What the office changes itself, without the authority. The store tells of each as it stood before
 * and as it stands after, in the words of `standing`: nobody else changes it in between.
 */
export type OfficeChange =
  | { readonly kind: 'price.put'; readonly price: PriceRecord }
  /** An unknown station makes the work stale. */
  | { readonly kind: 'station.place'; readonly place: StationPlacing }
  | { readonly kind: 'limit-template.put'; readonly template: LimitTemplateRecord }
  /** One that is not there makes the work stale. */
  | { readonly kind: 'limit-template.remove'; readonly templateId: string }
  /** A new PIN starts with no errors. */
  | { readonly kind: 'card-pin.set'; readonly cardId: string; readonly verifier: string }
  | {
      readonly kind: 'enrolment-code.add';
      readonly codeHash: string;
      readonly stationId: string;
      readonly expiresAtMs: number;
    }
  /**
   * At the station of the one-time code, which is spent with it; one that is unknown, used or too
   * old makes the work stale.
   */
  | {
      readonly kind: 'workstation.add';
      readonly codeHash: string;
      readonly workstation: Omit<WorkstationRow, 'stationId'>;
    }
  /** An unknown workstation makes the work stale; for a lost one no recovery waits. */
  | {
      readonly kind: 'workstation.stop';
      readonly workstationId: string;
      readonly state: 'revoked' | 'lost';
    }
  /** What may be authorized per contract; stale where nothing is recovered. */
  | { readonly kind: 'recovery.declare'; readonly amountMinor: number }
  /** Puts a recovery that is over away; stale where it is not, or there is none. */
  | { readonly kind: 'recovery.finish' };
