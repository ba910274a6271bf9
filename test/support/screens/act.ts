import type { Page } from '@playwright/test';

/** What a person does in a scenario's window before it is photographed. */
export interface Act {
  readonly name: string;
  readonly scenario: string;
  readonly play: (page: Page) => Promise<void>;
}
