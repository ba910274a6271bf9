import type { Application, RepresentativeAuthority } from '../../application/application-rows.ts';

/** What may become of applications. */
export type ApplicationChange =
  /** A number or an id that is there already makes the work stale. */
  | { readonly kind: 'application.add'; readonly application: Application }
  /** Who has seen it and what came of it; `revision` is the one that was read. */
  | { readonly kind: 'application.put'; readonly application: Application }
  | { readonly kind: 'authority.put'; readonly authority: RepresentativeAuthority }
  /** Its holder is told when it ends; stale where he was, or where the paper is another by now. */
  | { readonly kind: 'authority.told'; readonly userId: string; readonly untilOn: string };
