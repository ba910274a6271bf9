import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks a person one question after the other and shows nothing of the answers.
 * @throws Error with a sentence when the person leaves (Ctrl-C, Ctrl-D) instead of answering
 */
export async function hiddenAnswers(
  questions: readonly string[],
  { input, output }: Terminal,
): Promise<readonly string[]> {
  // With `terminal` the lines are edited here and not by the terminal, which would show them.
  const reader = createInterface({ input, output: nowhere(), terminal: true, historySize: 0 });
  try {
    // One iterator for all: it keeps a second line that was pasted together with the first.
    const lines = reader[Symbol.asyncIterator]();
    const answers: string[] = [];
    for (const question of questions) {
      output.write(question);
      const line = await lines.next();
      output.write('\n');
      if (line.done === true) throw new Error('nothing was entered.');
      answers.push(line.value);
    }
    return answers;
  } finally {
    reader.close();
  }
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, written) => written() });
}
