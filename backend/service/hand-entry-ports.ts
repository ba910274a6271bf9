/** A fill that a person is about to enter by hand. */
export interface HandEntry {
  readonly commandId: string;
  readonly saleId: string;
  readonly userId: string;
  /** The day on which it is entered, at the slip's station. */
  readonly enteredOn: string;
  readonly reason: string;
}

/**
 * noted: it may be booked now; entered: the sale is in the books, by another command; reused: the
 * command has noted another sale; quota: the day of this person is full.
 */
export type Noted = 'noted' | 'entered' | 'reused' | 'quota';

export interface HandEntryStore {
  /**
   * Notes an entry before it is booked, one of at most `quota` of its person and day. The same
   * command for the same sale again is noted already.
   */
  note(entry: HandEntry, quota: number): Promise<Noted>;
  /** Forgets an entry that was not booked; the note of a fill that is in the books stays. */
  forget(commandId: string): Promise<void>;
  /** How many entries of a person a day has. */
  countOf(userId: string, enteredOn: string): Promise<number>;
}
