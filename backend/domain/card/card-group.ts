/** A set of cards of one contract that has limits and rules of its own (acceptance §2.1). */
export interface CardGroup {
  readonly groupId: string;
  readonly contractId: string;
  readonly name: string;
}
