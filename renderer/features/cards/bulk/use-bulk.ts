import { type ComputedRef, type Ref, type ShallowRef, computed, ref, shallowRef } from 'vue';
import type { LimitRowPreview } from '#domain/limit/limits-result.ts';
import { ok, type Result as DomainResult } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import type { LimitRecord } from '#protocol/records.ts';
import { useClient } from '#bridge/client.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';
import { useCommand } from '#bridge/query/use-command.ts';
import { type LimitsChange, NO_CHANGE, changes, reverseOf } from './plan.ts';

const PAGE_OWNERS = 500;

export type BulkStage = 'choose' | 'preview' | 'done';
export type BulkWork = 'reading' | 'trying' | 'sending';

export interface Bulk {
  readonly stage: Readonly<ShallowRef<BulkStage>>;
  /** What is under way; null when nothing is. */
  readonly work: Readonly<ShallowRef<BulkWork | null>>;
  readonly refusal: ShallowRef<QueryRefusal | null>;
  /** All limits of the contract; null until they were read. */
  readonly limits: Readonly<ShallowRef<readonly LimitRecord[] | null>>;
  readonly readCount: Readonly<ShallowRef<number>>;
  readonly rows: Readonly<ShallowRef<readonly LimitRowPreview[]>>;
  readonly counts: ComputedRef<Readonly<Record<LimitRowPreview['effect'], number>>>;
  /** Owners whose purchase rules change, and those that keep what somebody else gave them. */
  readonly rules: ComputedRef<Result['rules']>;
  /** How many limits would become other ones. */
  readonly limitCount: ComputedRef<number>;
  readonly changesAnything: ComputedRef<boolean>;
  /** It takes back an earlier change. */
  readonly isUndo: Readonly<ShallowRef<boolean>>;
  readonly fromMs: ComputedRef<number | null>;
  read(): Promise<void>;
  /** Says what the change would do; nothing is changed. */
  preview(change: LimitsChange): Promise<void>;
  send(): Promise<void>;
  /** Shows what would take the last change back. */
  undo(): Promise<void>;
  /** Drops what is under way, or goes a step back. Nothing was sent yet. */
  cancel(): void;
}

type Preview = BridgeAnswer<'limit:previewMany'>;
type Result = Preview['result'];

const NONE: Result = {
  counts: { new: 0, changed: 0, same: 0, planned: 0, removed: 0, invalid: 0 },
  belowUsedCount: 0,
  rules: { changed: 0, same: 0, stale: 0 },
  rows: [],
};

/** What was asked for, what it would do, and the rules of before of those who get others. */
interface Tried extends Pick<Preview, 'result' | 'rulesBefore'> {
  readonly change: LimitsChange;
}

/**
 * A change of many limits of a contract, step by step: read what there is, try the change, send it
 * as one command, and, if need be, take it back the same way.
 */
export function useBulk(contractId: string): Bulk {
  const { engine } = useClient();
  const command = useCommand('limit:setMany');
  const stage = shallowRef<BulkStage>('choose');
  const work = shallowRef<BulkWork | null>(null);
  const refusal = shallowRef<QueryRefusal | null>(null);
  const limits = shallowRef<readonly LimitRecord[] | null>(null);
  const readCount = ref(0);
  const tried = shallowRef<Tried>({ change: NO_CHANGE, result: NONE, rulesBefore: [] });
  const isUndo = ref(false);
  const sums = sumsOf(tried);
  const { run, forget } = useSteps(work, refusal);

  function read(): Promise<void> {
    return run('reading', async (isCurrent) => {
      const ask = (input: PageInput) => engine.request('limit:list', input);
      const answer = await readLimits(ask, contractId, (count) => {
        readCount.value = count;
        return isCurrent();
      });
      if (!isCurrent()) return;
      if (answer.ok) limits.value = answer.value;
      else refusal.value = answer;
    });
  }

  function attempt(asked: LimitsChange, isBack: boolean): Promise<void> {
    isUndo.value = isBack;
    return run('trying', async (isCurrent) => {
      const input = { ...asked, contractId, budget: null };
      const answer = await engine.request('limit:previewMany', input);
      if (!isCurrent()) return;
      if (!answer.ok) return void (refusal.value = answer);
      tried.value = { change: asked, ...answer.value };
      stage.value = 'preview';
    });
  }

  function send(): Promise<void> {
    return run('sending', async () => {
      // Rules that somebody has changed since they were looked at stay as they are.
      const { change, result, rulesBefore } = tried.value;
      const rulesSeen = isUndo.value ? change.rulesSeen : rulesBefore;
      const asked = { ...change, rulesSeen, contractId, budget: null };
      const answer = await command.run({ ...asked, skipInvalid: true });
      refusal.value = answer.ok ? null : answer;
      if (!answer.ok) return;
      tried.value = { ...tried.value, result: toldAgain(result, answer.value) };
      stage.value = 'done';
    });
  }

  const fromMs = computed(() => tried.value.change.fromMs);
  const shown = { ...sums, stage, work, refusal, limits, readCount, isUndo, fromMs };
  return {
    ...shown,
    read,
    preview: (asked) => attempt(asked, false),
    send,
    undo: () => {
      const { change, result, rulesBefore } = tried.value;
      const before = { limits: limits.value ?? [], rules: rulesBefore };
      return attempt(reverseOf(result.rows, before, change), true);
    },
    cancel: () => {
      forget();
      refusal.value = null;
      const leaves = stage.value;
      if (work.value !== null) work.value = null;
      else stage.value = 'choose';
      // What comes next is worked out from what the others have made of the limits.
      const isStale = sums.rows.value.some(({ code }) => code === 'LIMIT_CHANGED');
      if (isStale && leaves === 'preview' && stage.value === 'choose') void read();
    },
  };
}

/** What a person is told of a change that was tried. */
function sumsOf(tried: ShallowRef<Tried>) {
  const rows = computed((): readonly LimitRowPreview[] => tried.value.result.rows);
  const counts = computed(() => ({ ...NONE.counts, ...tried.value.result.counts }));
  const rules = computed(() => tried.value.result.rules);
  const limitCount = computed(() => rows.value.filter(changes).length);
  const changesAnything = computed(() => limitCount.value + rules.value.changed > 0);
  return { rows, counts, rules, limitCount, changesAnything };
}

/** What was tried, with what was left out at the last moment. */
function toldAgain(tried: Result, done: Result): Result {
  const left = new Map(done.rows.map((row) => [row.limitId, row]));
  return { ...done, rows: tried.rows.map((row) => left.get(row.limitId) ?? row) };
}

type Step = (isCurrent: () => boolean) => Promise<void>;

/** One step at a time: a later one makes the answer to an earlier one worthless. */
function useSteps(work: Ref<BulkWork | null>, refusal: Ref<QueryRefusal | null>) {
  let latest = 0;
  return {
    async run(name: BulkWork, step: Step): Promise<void> {
      latest += 1;
      const asked = latest;
      work.value = name;
      refusal.value = null;
      await step(() => asked === latest);
      if (asked === latest) work.value = null;
    },
    forget(): void {
      latest += 1;
    },
  };
}

type PageInput = BridgeInput<'limit:list'>;
type AskPage = (input: PageInput) => Promise<DomainResult<BridgeAnswer<'limit:list'>>>;

/** All limits of a contract, page by page; `goesOn` hears how many and may stop it. */
async function readLimits(
  ask: AskPage,
  contractId: string,
  goesOn: (count: number) => boolean,
): Promise<DomainResult<readonly LimitRecord[]>> {
  const found: LimitRecord[] = [];
  let cursor: string | null = null;
  do {
    const from: { cursor?: string } = cursor === null ? {} : { cursor };
    const page = await ask({ contractId, limit: PAGE_OWNERS, ...from });
    if (!page.ok) return page;
    found.push(...page.value.rows);
    cursor = page.value.nextCursor;
  } while (cursor !== null && goesOn(found.length));
  return ok(found);
}
