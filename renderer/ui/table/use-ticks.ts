import { type ComputedRef, type Ref, computed } from 'vue';
import { type Ticks, tickedAll, tickedOne, ticksOf } from './ticks.ts';

export interface TableTicks {
  /** How many of the rows are ticked; null where rows are not ticked. */
  readonly state: ComputedRef<Ticks | null>;
  /** Space ticks the active row, Control+A all or none; false for any other key. */
  byKey(event: KeyboardEvent, active: string | null): boolean;
  /** A click on a row: on its tick, with Control, or with Shift from the row that was active. */
  press(click: { before: number; index: number; event: MouseEvent }): void;
  range(from: number, to: number): void;
  all(): void;
}

/** Ticks of a table's rows by key and mouse; without a set of them nothing happens. */
export function useTicks(
  ticked: Ref<ReadonlySet<string> | null>,
  keys: ComputedRef<readonly string[]>,
): TableTicks {
  const state = computed(() => (ticked.value === null ? null : ticksOf(keys.value, ticked.value)));

  function one(key: string): void {
    if (ticked.value !== null) ticked.value = tickedOne(key, ticked.value);
  }

  function all(): void {
    if (ticked.value !== null) ticked.value = tickedAll(keys.value, ticked.value);
  }

  function range(from: number, to: number): void {
    if (ticked.value === null) return;
    const passed = keys.value.slice(Math.min(from, to), Math.max(from, to) + 1);
    ticked.value = new Set([...ticked.value, ...passed]);
  }

  return {
    state,
    all,
    range,
    byKey(event, active) {
      if (ticked.value === null) return false;
      if (event.ctrlKey && event.code === 'KeyA') all();
      else if (event.code === 'Space' && active !== null) one(active);
      else return false;
      return true;
    },
    press({ before, index, event }) {
      const key = keys.value[index];
      if (key === undefined) return;
      const { target, ctrlKey, shiftKey } = event;
      const onTick = target instanceof Element && target.closest('.ui-table__tick') !== null;
      if (shiftKey && before !== -1) range(before, index);
      else if (onTick || ctrlKey) one(key);
    },
  };
}
