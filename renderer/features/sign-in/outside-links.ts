import { invitingBirths, type DocumentKind } from '#domain/identity/programme.ts';
import type { Programme } from '#bridge/state/doors-state.ts';
import type { IconName } from '#ui/icon/icons.ts';

/** Where whoever is not signed in may be: the door, or behind one of the links beside it. */
export type OutsidePlace =
  | { readonly name: 'application' | 'door' | 'feedback' | 'news' | 'stations' }
  | { readonly name: 'contacts' | 'registration' | 'resend' }
  /** With the code of a letter, where its link was opened. */
  | { readonly name: 'invitation' | 'recovery'; readonly code?: string }
  | { readonly name: 'paper'; readonly kind: DocumentKind };

export interface OutsideLink {
  readonly place: OutsidePlace;
  readonly textKey: string;
  readonly icon: IconName;
}

/** What the network tells everybody (O-23), and how anybody writes to it (N-26). */
const everywhere: readonly OutsideLink[] = [
  { place: { name: 'news' }, textKey: 'papers.news.title', icon: 'document' },
  { place: { name: 'stations' }, textKey: 'papers.stations.title', icon: 'fuel' },
  { place: { name: 'feedback' }, textKey: 'signin.links.feedback', icon: 'mail' },
];

/**
 * The links beside a door, in their order; what a programme does not have is absent (§1.7). At the
 * door of the network's own people, null, everybody reads and may write all the same (O-23,
 * N-26).
 */
export function outsideLinks(programme: Programme | null): readonly OutsideLink[] {
  if (programme === null) return everywhere;
  const { birth, registration, recovery, selfService, documents } = programme;
  const places: readonly (OutsideLink & { readonly has: boolean })[] = [
    {
      place: { name: 'registration' },
      textKey: 'signin.links.registration',
      icon: 'add',
      has: registration !== 'none',
    },
    {
      place: { name: 'application' },
      textKey: 'signin.links.application',
      icon: 'edit',
      has: selfService.includes('file-application'),
    },
    {
      place: { name: 'invitation' },
      textKey: 'signin.links.invitation',
      icon: 'check',
      has: invitingBirths.includes(birth),
    },
    {
      place: { name: 'recovery' },
      textKey: 'signin.links.recovery',
      icon: 'key',
      has: recovery.way !== 'in-person',
    },
    {
      place: { name: 'resend' },
      textKey: 'signin.links.resend',
      icon: 'refresh',
      has: selfService.includes('resend-instructions'),
    },
    ...documents.map(({ kind }) => ({
      place: { name: 'paper', kind } as const,
      textKey: `papers.open.${kind}`,
      icon: 'document' as const,
      has: true,
    })),
    {
      place: { name: 'contacts' },
      textKey: 'signin.links.contacts',
      icon: 'phone',
      has: true,
    },
    ...everywhere.map((link) => ({ ...link, has: true })),
  ];
  return places.filter(({ has }) => has);
}
