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

/** The requests of a journal, which are decided in their order, piece by piece. */
interface Journal {
  readonly requests: readonly AuthorityRequest[];
  readonly answers: AuthorityAnswer[];
  /** How many of the requests were given to the store. */
  given: number;
  readonly resolve: (answers: readonly AuthorityAnswer[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Piece {
  readonly journal: Journal;
  readonly requests: readonly AuthorityRequest[];
}

/** What goes to the store together. */
interface Batch {
  readonly waiting: readonly Waiting[];
  readonly withPieces: boolean;
}

/** Whether something of it is to be given to the store yet. */
function isOpen({ given, requests }: Journal): boolean {
  return given < requests.length;
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
  readonly #queue: Waiting[] = [];
  /** Journals of which a piece may be taken: they let everybody else go first. */
  readonly #patient: Journal[] = [];
  /** When somebody last asked for himself. */
  #askedAtMs = Number.NEGATIVE_INFINITY;
  /** Commits without any of the journals that wait. */
  #passedOver = 0;
  readonly #running = new Set<Promise<void>>();
  /** Whether a turn is waited for, in which what has come together is taken. */
  #isCollecting = false;
  /** Batches that the store has, and those of them that bring pieces of journals. */
  #underWay = 0;
  #piecesUnderWay = 0;

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
    const answers = new Promise<readonly AuthorityAnswer[]>((resolve, reject) => {
      this.#queue.push({ requests, resolve, reject });
    });
    this.#look();
    return answers;
  }

  /**
   * Decides the requests of a journal in their order, piece by piece, each in its own commit: they
   * yield to whoever asks for himself. When one piece fails, those before it are decided.
   */
  askPatiently(requests: readonly AuthorityRequest[]): Promise<readonly AuthorityAnswer[]> {
    const answers = new Promise<readonly AuthorityAnswer[]>((resolve, reject) => {
      this.#patient.push({ requests, answers: [], given: 0, resolve, reject });
    });
    this.#look();
    return answers;
  }

  /**
   * Resolves when everything that was asked is answered: the last step before the store is closed.
   */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Where somebody waits and the store may be given more, he is taken in the next turn. */
  #look(): void {
    if (this.#isCollecting || !(this.#mayTakeAsked() || this.#mayTakePieces())) return;
    this.#isCollecting = true;
    this.#run(this.#takeTurn());
  }

  async #takeTurn(): Promise<void> {
    await this.#turns.next();
    this.#isCollecting = false;
    const batch = this.#takeBatch();
    if (batch.waiting.length > 0) this.#run(this.#give(batch));
    this.#look();
  }

  #run(work: Promise<void>): void {
    const running = work.finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async #give({ waiting, withPieces }: Batch): Promise<void> {
    const pieces = withPieces ? 1 : 0;
    this.#underWay += 1;
    this.#piecesUnderWay += pieces;
    try {
      await this.#decide(waiting);
    } finally {
      // Not a turn later: whoever asks in between would be left to nobody.
      this.#underWay -= 1;
      this.#piecesUnderWay -= pieces;
      this.#look();
    }
  }

  /**
   * Behind a piece of a journal it is his turn in any case: he is given ahead, and the store need
   * not wait for him.
   */
  #mayTakeAsked(): boolean {
    if (this.#queue.length === 0) return false;
    return this.#isFree() || (this.#isOneAheadFree() && this.#piecesUnderWay === this.#underWay);
  }

  #mayTakePieces(): boolean {
    if (this.#patient.length === 0) return false;
    return this.#isFree() || (this.#isOneAheadFree() && this.#isCalm());
  }

  #isFree(): boolean {
    return this.#underWay < this.#atOnce();
  }

  #isOneAheadFree(): boolean {
    return this.#store.takesAhead === true && this.#underWay === this.#atOnce();
  }

  #atOnce(): number {
    return this.#store.batchesAtOnce ?? 1;
  }

  /**
   * Whoever asks for himself; else a piece of the journals, and a large one when nobody has asked
   * for long. Where somebody always asks, a piece comes with him now and then.
   */
  #takeBatch(): Batch {
    const asked = this.#mayTakeAsked() ? taken(this.#queue, this.#share()) : [];
    if (asked.length > 0) this.#askedAtMs = this.#clock.nowMs();
    const isPassedOver = asked.length > 0 && this.#passedOver < PASSED_OVER_MAX;
    if (isPassedOver || !this.#mayTakePieces()) {
      this.#passedOver += 1;
      return { waiting: asked, withPieces: false };
    }
    this.#passedOver = 0;
    const pieces = this.#takePieces();
    if (asked.length === 0) this.#giveAhead(pieces);
    const waiting = [...asked, ...pieces.map((piece) => this.#waiting(piece))];
    return { waiting, withPieces: pieces.length > 0 };
  }

  /** The next of the journals that wait, together no more than a piece. */
  #takePieces(): readonly Piece[] {
    let left = this.#pieceMax();
    const pieces: Piece[] = [];
    while (left > 0) {
      const journal = this.#patient.shift();
      if (journal === undefined) break;
      const requests = journal.requests.slice(journal.given, journal.given + left);
      journal.given += requests.length;
      left -= requests.length;
      pieces.push({ journal, requests });
    }
    return pieces;
  }

  /**
   * What comes behind the only piece is given before that is answered: else the store would wait
   * for it. Behind others it waits: were they to be decided apart, it would come before them.
   */
  #giveAhead(pieces: readonly Piece[]): void {
    const [only] = pieces;
    if (only === undefined || pieces.length > 1 || !isOpen(only.journal)) return;
    if (this.#store.takesAhead === true && this.#isCalm()) this.#patient.unshift(only.journal);
  }

  #waiting({ journal, requests }: Piece): Waiting {
    return {
      requests,
      resolve: (answers) => {
        journal.answers.push(...answers);
        if (journal.answers.length === journal.requests.length) journal.resolve(journal.answers);
        else if (isOpen(journal) && !this.#patient.includes(journal)) this.#patient.push(journal);
      },
      reject: (error) => {
        // What was given ahead follows nothing, and is not kept; its answers reach nobody.
        journal.given = journal.requests.length;
        const place = this.#patient.indexOf(journal);
        if (place >= 0) this.#patient.splice(place, 1);
        journal.reject(error);
      },
    };
  }

  #pieceMax(): number {
    return this.#isCalm() ? CALM_PIECE_MAX : PIECE_MAX;
  }

  #isCalm(): boolean {
    // However the clock is set meanwhile, it is calm again after a while.
    return Math.abs(this.#clock.nowMs() - this.#askedAtMs) >= CALM_AFTER_MS;
  }

  /** So that the store works on one piece while the answers of another are made. */
  #share(): number {
    const share = Math.ceil(this.#queue.length / this.#atOnce());
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
