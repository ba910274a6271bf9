/** A line of a journal by its place and what it is. */
export interface LineMark {
  readonly seq: number;
  readonly hash: string;
}

/** What is kept of workstations' journals, for whoever has to tell two of them apart. */
export interface JournalStore {
  /** The kept lines of a workstation from one number to another, both included. */
  marks(workstationId: string, fromSeq: number, throughSeq: number): Promise<readonly LineMark[]>;
  /** Those of these sales that are captured, whoever told it. */
  capturedSales(saleIds: readonly string[]): Promise<readonly string[]>;
}
