/** The first answer to a command, kept with what it did; stale when one was kept before. */
export interface AnswerChange {
  readonly kind: 'answer.keep';
  readonly commandId: string;
  readonly first: { readonly digest: string; readonly answer: string };
}
