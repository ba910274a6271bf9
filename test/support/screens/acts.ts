// What a person does on a screen before it is photographed.
import type { Page } from '@playwright/test';

export interface Act {
  readonly name: string;
  readonly scenario: string;
  readonly play: (page: Page) => Promise<void>;
}

export const acts: readonly Act[] = [];
