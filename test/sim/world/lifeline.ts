/** Thrown where a simulated process ends without a word; nobody but the simulation catches it. */
export class Killed extends Error {
  constructor() {
    super('the simulated process is dead');
  }
}

/**
 * The life of one simulated process. Everything that it does to the outside passes a point; at an
 * armed point it dies, and whatever it still tries afterwards dies there too.
 */
export class Lifeline {
  #pointsLeft: number | null = null;
  #die: () => void = () => undefined;
  #mark: () => void = () => undefined;
  #dead = false;

  get dead(): boolean {
    return this.#dead;
  }

  /**
   * From now on the `points`-th point is the last. `die` is called there, at once. `mark` is called
   * wherever the outside may have learned something: what was written before can no longer be lost.
   */
  arm(points: number, die: () => void, mark: () => void = () => undefined): void {
    this.#pointsLeft = points;
    this.#die = die;
    this.#mark = mark;
    mark();
  }

  /** Somebody outside has been told something. */
  told(): void {
    if (this.#pointsLeft !== null && !this.#dead) this.#mark();
  }

  disarm(): void {
    this.#pointsLeft = null;
  }

  point(): void {
    if (this.#dead) throw new Killed();
    if (this.#pointsLeft === null) return;
    this.#pointsLeft -= 1;
    if (this.#pointsLeft > 0) {
      this.#mark();
      return;
    }
    this.#dead = true;
    this.#die();
    throw new Killed();
  }

  /** Dies here and now, between two calls. */
  end(): void {
    this.#dead = true;
  }

  #passed<T>(answer: T): T {
    this.point();
    return answer;
  }

  /** The same object, with a point before and after each of its methods. */
  guard<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (owner, name) => {
        const value: unknown = Reflect.get(owner, name, owner);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          this.point();
          const answer: unknown = Reflect.apply(value, owner, given);
          if (!(answer instanceof Promise)) return this.#passed(answer);
          return answer.then((settled: unknown) => this.#passed(settled));
        };
      },
    });
  }
}
