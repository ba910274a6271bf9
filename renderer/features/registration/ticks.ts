import { type DocumentKind, documentKinds } from '#domain/identity/programme.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';
import type { Programme } from '#bridge/state/doors-state.ts';

/** A ticked document in the version that stood before the person. */
export interface Tick {
  readonly kind: DocumentKind;
  readonly version: number;
  readonly hash: string;
}

/** The document whose tick a refusal asks for; null where it is about others. */
export function missedKind(refusal: QueryRefusal | null): DocumentKind | null {
  if (refusal?.code === 'RULES_NOT_ACCEPTED') return 'rules';
  if (refusal?.code !== 'CONSENT_REQUIRED') return null;
  const kind = refusal.params?.['kind'];
  return documentKinds.find((one) => one === kind) ?? null;
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
