import { withLuhn } from '../card/pan.ts';

/**
 * A card that the screen of a demonstration offers to try: its number is no secret, and no real
 * card has it.
 */
export interface DemoCardNumber {
  readonly pan: string;
  /** Null where the card asks for none. */
  readonly pin: string | null;
  /** What it shows, as the key of a text in the locales (`demo.cards.<note>`). */
  readonly note: 'plenty' | 'with-pin' | 'small-limit' | 'home-only' | 'truck' | 'tenge';
}

/** 9999 begins no assigned issuer identification number. */
const number = (tail: string): string => withLuhn(`999910${tail}`);

/** The first cards of every demonstration network, in the order of its cards. */
export const demoCards: readonly DemoCardNumber[] = [
  { pan: number('000000001'), pin: null, note: 'plenty' },
  { pan: number('000000002'), pin: '4826', note: 'with-pin' },
  { pan: number('000000003'), pin: null, note: 'small-limit' },
  { pan: number('000000004'), pin: null, note: 'home-only' },
  // The fifth contract of a demonstration is in Kazakhstan.
  { pan: number('000000005'), pin: null, note: 'tenge' },
  { pan: number('000000006'), pin: null, note: 'truck' },
];
