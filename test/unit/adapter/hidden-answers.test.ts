import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { hiddenAnswers } from '#adapter/terminal/hidden-answers.ts';

const QUESTIONS = ['Password: ', 'Again: '];

/** Asks a person who types this, and gives what was answered and what stood on the screen. */
async function ask(typed: string): Promise<{ answers: readonly string[]; screen: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const asked = hiddenAnswers(QUESTIONS, { input, output });
  input.end(typed);
  const answers = await asked;
  output.end();
  return { answers, screen: String(output.read()) };
}

describe('a question whose answer nobody may see', () => {
  it('shows the questions and nothing of the answers, corrected ones either', async () => {
    const { answers, screen } = await ask('seven appless\u007f\rseven apples\r');
    expect(answers).toEqual(['seven apples', 'seven apples']);
    expect(screen).toBe('Password: \nAgain: \n');
  });

  it.each([
    ['Ctrl-C', 'seven\u0003'],
    ['Ctrl-D', 'seven apples\r\u0004'],
    ['the end of what is typed', ''],
  ])('ends with a sentence at %s', async (_what, typed) => {
    await expect(ask(typed)).rejects.toThrow('nothing was entered.');
  });
});
