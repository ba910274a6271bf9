import type { IconName } from '../icon/icons.ts';
import type { Tone } from './tone.ts';

/** How a state looks beside its word. */
export interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
}
