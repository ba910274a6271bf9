import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { onLatinKeys } from './keyboard.ts';

/** How easily a password is guessed: 0 at once … 4 not in centuries (the scale of zxcvbn). */
export type PasswordScore = 0 | 1 | 2 | 3 | 4;

export interface PasswordGuess {
  /** It stands in the list of passwords that leaked most, as it is or typed on Russian keys. */
  readonly isCommon: boolean;
  readonly score: PasswordScore;
}

/**
 * What is guessed beyond that length is not asked for: the estimate takes longer with the square of
 * the length, and a long password whose beginning is good is good.
 */
const LENGTH_GUESSED = 48;

interface Guesser {
  readonly common: ReadonlySet<string>;
  readonly zxcvbn: ZxcvbnFactory;
}

let made: Guesser | null = null;

/** Made at the first question: its lists are half a megabyte that most runs never ask for. */
function guesser(): Guesser {
  made ??= {
    common: new Set(dictionary['passwords-common']),
    zxcvbn: new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: LENGTH_GUESSED }),
  };
  return made;
}

/**
 * Estimates how a guesser fares with a password, without any network (packaging-security §9). Who
 * types Russian words on Latin keys, or the other way round, is guessed as easily. (The estimator
 * reads the year by itself: a date of these years is guessed sooner than one of others.)
 * @param known what a guesser knows of the person: login, name
 */
export function guessPassword(password: string, known: readonly string[]): PasswordGuess {
  const { common, zxcvbn } = guesser();
  const typed = password.toLowerCase();
  const readings = [...new Set([typed, onLatinKeys(typed)])];
  const scores = [...new Set([password, onLatinKeys(password)])].map(
    (reading) => zxcvbn.check([...reading].slice(0, LENGTH_GUESSED).join(''), [...known]).score,
  );
  return {
    isCommon: readings.some((reading) => common.has(reading)),
    score: scores.reduce((least, score) => (score < least ? score : least)),
  };
}
