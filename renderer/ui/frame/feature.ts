import type { RouteRecordRaw } from 'vue-router';
import type { Right } from '#domain/identity/rights.ts';
import type { IconName } from '../icon/icons.ts';

/** One part of the product on the screen: each renderer/features/<name>/index.ts exports one. */
export interface Feature {
  /** Path of its first screen, `/sale`; its other routes begin with it. */
  readonly path: string;
  /** Message key of its name in the navigation. */
  readonly titleKey: string;
  readonly icon: IconName;
  /** Without this right it is neither shown nor entered; null is for everyone (rule G10). */
  readonly right: Right | null;
  /** Whose work it is; left out, of both the network's own people and its clients'. */
  readonly people?: 'staff' | 'client';
  readonly routes: readonly RouteRecordRaw[];
}
