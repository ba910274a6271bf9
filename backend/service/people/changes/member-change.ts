import type { Binding, Kit } from '#domain/member/bindings.ts';
import type { CardRecord } from '#protocol/records.ts';
import type { Member, ProgrammeAssignment, Registration } from '../../member/member-rows.ts';

/** What may become of members, their cards and their registrations. */
export type MemberChange =
  /** One that has its id already makes the work stale. */
  | { readonly kind: 'registration.add'; readonly registration: Registration }
  /** Its code, and the tries of it; `revision` is the one that was read. */
  | { readonly kind: 'registration.put'; readonly registration: Registration }
  | {
      readonly kind: 'registration.end';
      readonly registrationId: string;
      readonly revision: number;
    }
  /** Forgets a programme's registrations that were begun before an instant (row R-11). */
  | {
      readonly kind: 'registration.forget';
      readonly programmeId: string;
      readonly beforeMs: number;
    }
  | { readonly kind: 'member.add'; readonly member: Member }
  /** A card that is bound, or a second primary or virtual one, makes the work stale. */
  | {
      readonly kind: 'member-card.bind';
      readonly userId: string;
      readonly binding: Binding;
      readonly virtualRange: string | null;
      readonly atMs: number;
    }
  /** A number that any card ever had makes the work stale (row R-16). */
  | { readonly kind: 'card.add'; readonly card: CardRecord; readonly panHash: string }
  /** A card that is in a kit already makes the work stale. */
  | { readonly kind: 'kit.add'; readonly kit: Kit }
  | { readonly kind: 'assignment.put'; readonly assignment: ProgrammeAssignment };
