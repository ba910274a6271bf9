/** A fill that a person is about to enter by hand. */
export interface HandEntry {
  readonly commandId: string;
  readonly saleId: string;
  readonly userId: string;
  /** The day on which it is entered, at the slip's station. */
  readonly enteredOn: string;
  readonly reason: string;
  readonly atMs: number;
}

/**
 * noted: it may be booked now; entered: the sale is in the books, by another command; reused: the
 * command has noted another sale; under-way: another person enters the same sale; quota: the day of
 * this person is full.
 */
export type Noted = 'noted' | 'entered' | 'reused' | 'under-way' | 'quota';

/** A person and the day on which he enters, as it stands at an instant. */
export type HandEntryDay = Pick<HandEntry, 'userId' | 'enteredOn' | 'atMs'>;

export interface HandEntryStore {
  /**
   * Notes an entry before it is booked, one of at most `quota` of its person and day. A sale has
   * one note: one that broke off before it was booked gives way to the next.
   */
  note(entry: HandEntry, quota: number): Promise<Noted>;
  /** Forgets an entry that was not booked; the note of a fill that is in the books stays. */
  forget(commandId: string): Promise<void>;
  /** How many entries of a person a day has: those in the books and those on their way there. */
  countOf(day: HandEntryDay): Promise<number>;
}
