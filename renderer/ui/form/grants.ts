import type { Grant } from '#domain/identity/rights.ts';

/** From the widest to the narrowest; each holds what those after it hold. */
export const scopes = ['full', 'limits', 'read', 'papers'] as const;
export type GrantScope = (typeof scopes)[number];

/** The widest scope among grants; whoever was given none has all of it. */
export function scopeOf(grants: readonly Grant[]): GrantScope {
  if (grants.includes('owner') || grants.length === 0) return 'full';
  return scopes.find((scope) => grants.includes(scope)) ?? 'full';
}

export function ownsAll(grants: readonly Grant[]): boolean {
  return grants.includes('owner');
}

/** An owner has the full scope: whoever hands grants out holds them all. */
export function grantsWith(scope: GrantScope, isOwner: boolean): readonly Grant[] {
  return isOwner ? ['full', 'owner'] : [scope];
}
