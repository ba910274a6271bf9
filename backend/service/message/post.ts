import type { Carriers } from './carrier-ports.ts';
import type { MessageTexts } from './message-texts.ts';

/** How messages are worded, and leave the network. */
export interface Post {
  readonly texts: MessageTexts;
  readonly carriers: Carriers;
}
