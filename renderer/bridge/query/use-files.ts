import { type ShallowRef, nextTick, shallowRef } from 'vue';
import type { Result } from '#domain/result.ts';
import { useClient } from '../client.ts';
import type { QueryRefusal } from './load-state.ts';

export type FileWork = 'making' | 'saving' | 'printer' | 'pdf';

/** How the outcome reaches the person. */
interface Telling {
  refused(refusal: QueryRefusal): void;
  done(title: string): void;
}

/** A file that the engine makes. */
interface FileJob<Made extends { readonly bytes: Uint8Array<ArrayBuffer> }> {
  make(): Promise<Result<Made>>;
  nameOf(made: Made): string;
  /** What is said when it was saved under the name that the person chose. */
  saidOf(savedAs: string, made: Made): string;
}

/** What stands in the window only while it is printed. */
interface PaperJob {
  readonly to: 'printer' | 'pdf';
  readonly suggestedName: string;
  /** What is said when it was printed; nothing where a printer says so itself. */
  readonly said?: string;
}

export interface Files {
  /** What is under way, and nothing else is begun meanwhile; null when nothing is. */
  readonly work: Readonly<ShallowRef<FileWork | null>>;
  save<Made extends { readonly bytes: Uint8Array<ArrayBuffer> }>(job: FileJob<Made>): Promise<void>;
  /** @returns whether it was printed: not where the person gave up, nor where it was refused */
  print(job: PaperJob): Promise<boolean>;
}

/**
 * Files and paper of a screen: asks for a file, has it saved where the person says, and tells the
 * outcome; a person who gives up is told nothing.
 */
export function useFiles(tell: Telling): Files {
  const { shell } = useClient();
  const work = shallowRef<FileWork | null>(null);

  async function run(started: FileWork, job: () => Promise<void>): Promise<void> {
    if (work.value !== null) return;
    work.value = started;
    await job();
    work.value = null;
  }

  return {
    work,
    save: ({ make, nameOf, saidOf }) =>
      run('making', async () => {
        const made = await make();
        if (!made.ok) return tell.refused(made);
        work.value = 'saving';
        const suggestedName = nameOf(made.value);
        const { bytes } = made.value;
        const saved = await shell.request('file:save', { suggestedName, bytes });
        if (!saved.ok) tell.refused(saved);
        else if (saved.value.savedAs !== null) tell.done(saidOf(saved.value.savedAs, made.value));
      }),
    print: async ({ to, suggestedName, said }) => {
      let isPrinted = false;
      await run(to, async () => {
        // The paper stands in the window only from now on.
        await nextTick();
        const answer = await shell.request('print:view', { to, suggestedName });
        if (!answer.ok) return tell.refused(answer);
        isPrinted = answer.value.printed;
        if (isPrinted && said !== undefined) tell.done(said);
      });
      return isPrinted;
    },
  };
}
