/** A fill that a person is about to enter by hand. */
export interface HandEntry {
  readonly commandId: string;
  readonly saleId: string;
  readonly userId: string;
  /** The day on which it is entered, at the slip's station. */
  readonly enteredOn: string;
  readonly reason: string;
}

export interface HandEntryStore {
  /**
   * Notes an entry before it is booked, one of at most `quota` of its person and day. The same
   * command again is noted already.
   * @returns entered: the sale is in the books, by another command
   */
  note(entry: HandEntry, quota: number): Promise<'noted' | 'entered' | 'quota'>;
  /** Forgets an entry that was not booked. */
  forget(commandId: string): Promise<void>;
  /** How many entries of a person a day has. */
  countOf(userId: string, enteredOn: string): Promise<number>;
}
