import type { Programme } from '#bridge/state/doors-state.ts';

/** What the sentences of a way need: a message, and a length of time written out. */
export interface WayWriter {
  readonly t: (key: string, params?: Record<string, string>) => string;
  readonly duration: (lengthMs: number) => string;
}

/**
 * What comes to whoever asks, where, and for how long it holds: each sentence stands only where the
 * programme has what it says (N-10, O-10, R-13, P-16).
 */
export function askText({ recovery }: Programme, { t, duration }: WayWriter): string {
  const { way, code, link, alsoByEmail, gives } = recovery;
  const sentences = [t(`signin.regain.text.${way}`)];
  if (alsoByEmail === true) sentences.push(t('signin.regain.alsoByEmail'));
  if (gives !== undefined) sentences.push(t(`signin.regain.gives.${gives}`));
  if (code?.termMs !== undefined) {
    sentences.push(t('signin.regain.holds.code', { term: duration(code.termMs) }));
  }
  if (link) sentences.push(t('signin.regain.holds.link', { term: duration(link.termMs) }));
  return sentences.join(' ');
}

/** What comes of a request that staff have to compare (O-09, O-10). */
export function waitsText({ recovery }: Programme, { t }: WayWriter): string {
  const { gives } = recovery;
  const answer =
    gives === undefined ? 'signin.regain.waits.answer' : `signin.regain.waits.${gives}`;
  return `${t(answer)} ${t('signin.regain.waits.differs')}`;
}

/** Whether what is asked for comes by letter, as the only way or as one of two. */
export function comesByLetter({ recovery }: Programme): boolean {
  return recovery.way !== 'sms-code' || recovery.alsoByEmail === true;
}
