import {
  type ComputedRef,
  type MaybeRefOrGetter,
  type ShallowRef,
  computed,
  shallowRef,
  toValue,
  watch,
} from 'vue';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import type { StatementLine } from '#protocol/records/statement.ts';
import { useClient } from '#bridge/client.ts';
import { type Query, useQuery } from '#bridge/query/use-query.ts';

export type StatementAnswer = BridgeAnswer<'statement:get'>;
export type StatementQuestion = Omit<BridgeInput<'statement:get'>, 'cursor' | 'limit'>;

const pageLines = 1000;
/** More than this nobody reads on a screen; the workbook has them all. */
const shownLinesMax = 20_000;

export interface StatementView extends Query<StatementAnswer> {
  readonly lines: ComputedRef<readonly StatementLine[]>;
  readonly loadingMore: Readonly<ShallowRef<boolean>>;
  /** Every line of the period is here, so that a filter and a paper are of the whole period. */
  readonly isWhole: ComputedRef<boolean>;
}

/**
 * A statement with all its lines: the first page at once, the others after it by themselves,
 * because a filter and a sort are of the period and not of a page.
 */
export function useStatement(question: MaybeRefOrGetter<StatementQuestion | null>): StatementView {
  const { engine } = useClient();
  const first = useQuery('statement:get', () => {
    const asked = toValue(question);
    return asked === null ? null : { ...asked, limit: pageLines };
  });
  const later = shallowRef<readonly StatementAnswer[]>([]);
  const loadingMore = shallowRef(false);
  const pages = computed(() =>
    first.answer.value === null ? [] : [first.answer.value, ...later.value],
  );
  const lines = computed(() => pages.value.flatMap((page) => page.lines));
  const cursor = computed(() => pages.value.at(-1)?.nextCursor ?? null);

  watch(first.answer, (start) => {
    later.value = [];
    if (start !== null) void loadRest(start);
  });

  async function loadRest(start: StatementAnswer): Promise<void> {
    const asked = toValue(question);
    if (asked === null) return;
    loadingMore.value = true;
    while (cursor.value !== null && lines.value.length < shownLinesMax) {
      const page = { ...asked, limit: pageLines, cursor: cursor.value };
      const result = await engine.request('statement:get', page);
      if (start !== first.answer.value) return;
      if (!result.ok) {
        first.refusal.value = { code: result.code, params: result.params };
        break;
      }
      later.value = [...later.value, result.value];
    }
    loadingMore.value = false;
  }

  const isWhole = computed(() => first.answer.value !== null && cursor.value === null);
  return { ...first, lines, loadingMore, isWhole };
}
