import type { Feature } from '#ui/frame/feature.ts';
import { applicationsFeature } from '#features/applications/index.ts';
import { cardsFeature, contractsFeature, pricesFeature } from '#features/cards/index.ts';
import { clientsFeature, ownPeopleFeature } from '#features/clients/index.ts';
import { decisionsFeature } from '#features/decisions/index.ts';
import { feedbackFeature } from '#features/feedback/index.ts';
import { newsFeature, stationsFeature } from '#features/guests/index.ts';
import { messagesFeature } from '#features/messages/index.ts';
import { papersFeature } from '#features/papers/index.ts';
import { peopleFeature } from '#features/people/index.ts';
import { programmesFeature } from '#features/programmes/index.ts';
import { membersFeature, ownCardsFeature } from '#features/registration/index.ts';
import { registersFeature } from '#features/registers/index.ts';
import { saleFeature } from '#features/sale/index.ts';
import { settingsFeature } from '#features/settings/index.ts';
import { statementFeature } from '#features/statement/index.ts';
import { syncFeature } from '#features/sync/index.ts';
import { voiceFeature } from '#features/voice/index.ts';

/**
 * Every part of the product that has a place in the navigation, in the order of the navigation.
 * The first one that a person may use is where he lands after signing in.
 */
export const features: readonly Feature[] = [
  saleFeature,
  ownCardsFeature,
  statementFeature,
  cardsFeature,
  clientsFeature,
  contractsFeature,
  ownPeopleFeature,
  pricesFeature,
  voiceFeature,
  membersFeature,
  registersFeature,
  decisionsFeature,
  peopleFeature,
  programmesFeature,
  applicationsFeature,
  messagesFeature,
  newsFeature,
  stationsFeature,
  feedbackFeature,
  papersFeature,
  syncFeature,
  settingsFeature,
];
