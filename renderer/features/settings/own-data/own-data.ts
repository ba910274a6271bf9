import type { BridgeAnswer } from '#protocol/bridge.ts';

export type OwnData = BridgeAnswer<'personalData:get'>;
export type ContactKind = OwnData['changes'][number]['kind'];
export type PendingContact = OwnData['changes'][number];
