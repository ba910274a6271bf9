import type { LetterLink } from '#protocol/letter-link.ts';
import type { Logger } from './log/logger.ts';

/**
 * The newest link of a letter, until the window takes it. Its secret is held here, handed over once
 * and written nowhere: the log has its kind alone.
 */
export class WaitingLink {
  readonly #log: Pick<Logger, 'info'>;
  #link: LetterLink | null = null;

  constructor(log: Pick<Logger, 'info'>) {
    this.#log = log;
  }

  keep(link: LetterLink): void {
    this.#log.info({ kind: link.kind }, 'a link of a letter');
    this.#link = link;
  }

  /** @returns null where none came, or the window has it already */
  take(): LetterLink | null {
    const link = this.#link;
    this.#link = null;
    return link;
  }
}
