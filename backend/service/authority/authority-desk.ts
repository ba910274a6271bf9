import { assert } from '#domain/assert.ts';
import { decide } from '#domain/authority/decide.ts';
import type { Turns } from '../platform-ports.ts';
import type { AuthorityAnswer, AuthorityRequest, Clock, DecidingStore } from '../ports.ts';

/** Requests of those who ask for themselves in one commit; a piece of a journal may join them. */
const BATCH_MAX = 256;
/**
 * What journals put into one commit while others ask: whoever is at a pump then waits for that much
 * and no more.
 */
const PIECE_MAX = 16;
/** A store that decides several batches at once gets pieces of a queue, but no smaller ones. */
const SHARE_MIN = 16;
/** So many commits of those who wait at pumps pass over a journal before it comes on with one. */
const PASSED_OVER_MAX = 3;
/** When nobody at a pump has asked for so long, none is expected just now. */
const CALM_AFTER_MS = 500;
/**
 * What journals put into one commit then: each commit waits for the disk. The first at a pump after
 * a calm may come while it is under way, and waits for the whole of it.
 */
const CALM_PIECE_MAX = 512;

interface Waiting {
  readonly requests: readonly AuthorityRequest[];
  readonly resolve: (answers: readonly AuthorityAnswer[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Collects what is asked of the authority while a commit runs, and decides it in the next one: one
 * durable write answers many (architecture §6, group commit). A store that can decides several
 * batches at once.
 */
export class AuthorityDesk {
  readonly #store: DecidingStore;
  readonly #turns: Turns;
  readonly #clock: Clock;
  #queue: Waiting[] = [];
  /** Pieces of journals: they let everybody else go first. */
  #patient: Waiting[] = [];
  /** When somebody last asked for himself. */
  #askedAtMs = Number.NEGATIVE_INFINITY;
  /** Commits without any of the journals that wait. */
  #passedOver = 0;
  readonly #running = new Set<Promise<void>>();
  /** How many of them still look for more; goes down in the very turn that finds nothing. */
  #looking = 0;

  constructor(store: DecidingStore, turns: Turns, clock: Clock) {
    this.#store = store;
    this.#turns = turns;
    this.#clock = clock;
  }

  async ask(request: AuthorityRequest): Promise<AuthorityAnswer> {
    const [answer] = await this.askAll([request]);
    assert(answer !== undefined, 'each request has its answer');
    return answer;
  }

  /** Decides requests in their order and in one commit, maybe together with those of others. */
  askAll(requests: readonly AuthorityRequest[]): Promise<readonly AuthorityAnswer[]> {
    return this.#enqueue(this.#queue, requests);
  }

  /**
   * Decides the requests of a journal in their order, piece by piece, each in its own commit: they
   * yield to whoever asks for himself. When one piece fails, those before it are decided. A piece
   * that is cut while it waits has fewer answers than requests, and the others are asked again.
   */
  async askPatiently(requests: readonly AuthorityRequest[]): Promise<readonly AuthorityAnswer[]> {
    const answers: AuthorityAnswer[] = [];
    while (answers.length < requests.length) {
      const from = answers.length;
      const piece = requests.slice(from, from + this.#pieceMax());
      answers.push(...(await this.#enqueue(this.#patient, piece)));
    }
    return answers;
  }

  #enqueue(
    queue: Waiting[],
    requests: readonly AuthorityRequest[],
  ): Promise<readonly AuthorityAnswer[]> {
    const answers = new Promise<readonly AuthorityAnswer[]>((resolve, reject) => {
      queue.push({ requests, resolve, reject });
    });
    if (this.#looking < (this.#store.batchesAtOnce ?? 1)) this.#start();
    return answers;
  }

  /**
   * Resolves when everything that was asked is answered: the last step before the store is closed.
   */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }

  #start(): void {
    const draining = this.#drain().finally(() => this.#running.delete(draining));
    this.#running.add(draining);
  }

  async #drain(): Promise<void> {
    this.#looking += 1;
    try {
      while (this.#queue.length + this.#patient.length > 0) {
        await this.#turns.next();
        const batch = this.#takeBatch();
        if (batch.length > 0) await this.#decide(batch);
      }
    } finally {
      // Not a turn later: whoever asks in between would be left to nobody.
      this.#looking -= 1;
    }
  }

  /**
   * Whoever asks for himself; else a piece of the journals, and a large one when nobody has asked
   * for long. Where somebody always asks, a piece comes with him now and then.
   */
  #takeBatch(): readonly Waiting[] {
    const urgent = taken(this.#queue, this.#share());
    if (urgent.length > 0) this.#askedAtMs = this.#clock.nowMs();
    if (urgent.length > 0 && this.#passedOver < PASSED_OVER_MAX) {
      this.#passedOver += 1;
      return urgent;
    }
    this.#passedOver = 0;
    return [...urgent, ...this.#takePiece()];
  }

  /** What was to be a large piece when it began to wait is a small one when somebody has asked. */
  #takePiece(): readonly Waiting[] {
    const max = this.#pieceMax();
    return taken(this.#patient, max).map((one) => {
      return one.requests.length <= max ? one : { ...one, requests: one.requests.slice(0, max) };
    });
  }

  #pieceMax(): number {
    // However the clock is set meanwhile, it is calm again after a while.
    const quietMs = Math.abs(this.#clock.nowMs() - this.#askedAtMs);
    return quietMs < CALM_AFTER_MS ? PIECE_MAX : CALM_PIECE_MAX;
  }

  /** So that the store works on one piece while the answers of another are made. */
  #share(): number {
    const share = Math.ceil(this.#queue.length / (this.#store.batchesAtOnce ?? 1));
    return Math.min(BATCH_MAX, Math.max(SHARE_MIN, share));
  }

  async #decide(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#commit(batch);
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only !== undefined) {
        only.reject(error);
        return;
      }
      // Nothing of the batch was written. Apart, only the one that fails gets its error.
      for (const waiting of batch) await this.#decide([waiting]);
    }
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const requests = batch.flatMap((waiting) => waiting.requests);
    const answers = await this.#store.commitBatch(requests, decide);
    assert(answers.length === requests.length, 'each request has its answer');
    let from = 0;
    for (const { requests: asked, resolve } of batch) {
      resolve(answers.slice(from, from + asked.length));
      from += asked.length;
    }
  }
}

/** The first of a queue that together are no more than `max` requests; at least one. */
function taken(queue: Waiting[], max: number): readonly Waiting[] {
  let size = 0;
  const end = queue.findIndex(({ requests }, index) => {
    size += requests.length;
    return index > 0 && size > max;
  });
  return queue.splice(0, end === -1 ? queue.length : end);
}
