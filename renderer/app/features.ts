import type { Feature } from '#ui/frame/feature.ts';
import { peopleFeature } from '#features/people/index.ts';
import { saleFeature } from '#features/sale/index.ts';
import { settingsFeature } from '#features/settings/index.ts';
import { syncFeature } from '#features/sync/index.ts';

/**
 * Every part of the product that has a place in the navigation, in the order of the navigation.
 * The first one that a person may use is where he lands after signing in.
 */
export const features: readonly Feature[] = [
  saleFeature,
  peopleFeature,
  syncFeature,
  settingsFeature,
];
