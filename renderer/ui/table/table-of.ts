import type { Ref } from 'vue';
import type { Refusal } from '../text/use-error-text.ts';

/** `stale` shows rows like `ready`, but dimmed. */
export type TableState = 'ready' | 'stale' | 'loading' | 'failed';

/** A question whose answer has rows: all at once, or page by page where there is `more`. */
export interface TableSource {
  readonly state: Readonly<Ref<TableState>>;
  readonly refusal: Readonly<Ref<Refusal | null>>;
  reload(): Promise<void>;
  more?(): Promise<void>;
}

/** Props and events of UiTable that speak of where its rows come from. */
export interface TableBinding<Row> {
  readonly rows: readonly Row[];
  readonly state: TableState;
  readonly refusal: Refusal | null;
  readonly onRetry: () => Promise<void>;
  readonly onEnd: () => Promise<void> | undefined;
}

/** Binds a table to a question with `v-bind`; `rows` are those of the answer that are shown. */
export function tableOf<Row>(source: TableSource, rows: readonly Row[]): TableBinding<Row> {
  return {
    rows,
    state: source.state.value,
    refusal: source.refusal.value,
    onRetry: () => source.reload(),
    onEnd: () => source.more?.(),
  };
}
