import { describe, expect, it } from 'vitest';
import { WaitingLink } from '#main/waiting-link.ts';
import type { KnownLetterLink } from '#protocol/letter-link.ts';

const TOKEN = 'q3Jx0-Zk_7bWm5TnL2sVhYpRcD8fGaE1uOi6KjNtXyA';
const invitation: KnownLetterLink = { kind: 'invitation', programmeId: null, token: TOKEN };

/** With everything that it writes into the log. */
function waiting() {
  const written: unknown[] = [];
  return { link: new WaitingLink({ info: (...words: unknown[]) => written.push(words) }), written };
}

describe('a link of a letter in main', () => {
  it('is handed over once', () => {
    const { link } = waiting();
    expect(link.take()).toBeNull();
    link.keep(invitation);
    expect(link.take()).toEqual(invitation);
    expect(link.take()).toBeNull();
  });

  it('gives way to a newer one, also to one that is not ours', () => {
    const { link } = waiting();
    link.keep(invitation);
    link.keep({ kind: 'unknown' });
    expect(link.take()).toEqual({ kind: 'unknown' });
  });

  it('leaves its kind in the log, and nothing of its secret', () => {
    const { link, written } = waiting();
    link.keep(invitation);
    expect(JSON.stringify(written)).toContain('invitation');
    expect(JSON.stringify(written)).not.toContain(TOKEN);
  });
});
