import type { BridgeAnswer } from '#protocol/bridge.ts';

export type OwnDocument = BridgeAnswer<'consent:list'>['documents'][number];
export type OwnConsent = BridgeAnswer<'consent:list'>['consents'][number];

/** What was accepted of a kind last and not taken back since; null where nothing was. */
export function standingConsent(
  consents: readonly OwnConsent[],
  kind: OwnDocument['kind'],
): OwnConsent | null {
  return consents.find((one) => one.kind === kind && one.withdrawnAtMs === null) ?? null;
}
