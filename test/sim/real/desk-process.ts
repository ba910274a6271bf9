import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What a workstation is started with, as JSON. */
export interface DeskOrder {
  readonly name: string;
  readonly dataDir: string;
  readonly vaultFile: string;
  readonly url: string;
  /** Null once it is a workstation. */
  readonly enrolCode: string | null;
  readonly seed: number;
}

/** What a workstation says, a line each. */
export type DeskWord =
  | { readonly kind: 'started' | 'finished' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'reversed'; readonly saleId: string }
  | (SaleWord & { readonly kind: 'captured' })
  | (SaleWord & { readonly kind: 'held'; readonly mode: 'online' | 'offline' });

interface SaleWord {
  readonly saleId: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
}

const CHILD = join(import.meta.dirname, 'desk-child.ts');

/** One workstation in a process of its own. */
export class DeskProcess {
  readonly #child: ChildProcess;
  /** Resolves to the signal that ended it, or null; with everything it said before heard. */
  readonly ended: Promise<NodeJS.Signals | null>;

  constructor(order: DeskOrder, onWord: (word: DeskWord) => void) {
    const child = spawn(process.execPath, [CHILD, JSON.stringify(order)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child = child;
    if (child.stdout === null) throw new Error('a workstation has an output');
    const lines = createInterface({ input: child.stdout });
    // desk-child.ts writes words and nothing else.
    lines.on('line', (line) => onWord(JSON.parse(line) as DeskWord));
    child.stdin?.on('error', () => undefined);
    this.ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(
      () => child.signalCode,
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Without a word, as a power cut or the system would. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Closes what is open, tells everything, and ends. */
  finish(): void {
    this.#child.stdin?.write('finish\n');
  }
}
