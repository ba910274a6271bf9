import type { DocumentKind } from '#domain/identity/programme.ts';
import type { Programme } from '#bridge/state/doors-state.ts';

/** A ticked document in the version that stood before the person. */
export interface Tick {
  readonly kind: DocumentKind;
  readonly version: number;
  readonly hash: string;
}

/** The ticked ones of some documents; what has no text cannot be agreed to. */
export function ticksOf(
  documents: Programme['documents'],
  ticked: ReadonlySet<DocumentKind>,
): readonly Tick[] {
  return documents.flatMap(({ kind, head }) =>
    head === null || !ticked.has(kind) ? [] : [{ kind, version: head.version, hash: head.hash }],
  );
}
