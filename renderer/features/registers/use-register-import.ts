import { type ComputedRef, type ShallowRef, computed, onScopeDispose, shallowRef } from 'vue';
import type { Result } from '#domain/result.ts';
import type { BridgeEventBody } from '#protocol/bridge.ts';
import type { RegisterPreview } from '#protocol/records/registers.ts';
import type { RegisterKind, RegisterResult } from '#protocol/records/registers.ts';
import { useClient } from '#bridge/client.ts';
import type { QueryRefusal } from '#bridge/query/load-state.ts';
import type { Defaults } from './defaults.ts';

export interface RegisterFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type Progress = BridgeEventBody<'register:progress'>;
export type Step = 'choose' | 'reading' | 'preview' | 'importing' | 'done';

export interface RegisterImport {
  readonly step: ComputedRef<Step>;
  readonly preview: Readonly<ShallowRef<RegisterPreview | null>>;
  readonly progress: Readonly<ShallowRef<Progress | null>>;
  readonly result: Readonly<ShallowRef<RegisterResult | null>>;
  readonly refusal: Readonly<ShallowRef<QueryRefusal | null>>;
  look(register: RegisterKind, file: RegisterFile, defaults: Defaults): Promise<void>;
  bringIn(): Promise<void>;
  cancel(): Promise<void>;
  reset(): void;
}

/** One file on its way in: looked at first, then brought in whole or not at all. */
export function useRegisterImport(): RegisterImport {
  const { engine } = useClient();
  const work = shallowRef<'reading' | 'importing' | null>(null);
  const preview = shallowRef<RegisterPreview | null>(null);
  const progress = shallowRef<Progress | null>(null);
  const result = shallowRef<RegisterResult | null>(null);
  const refusal = shallowRef<QueryRefusal | null>(null);
  const step = computed((): Step => {
    if (work.value !== null) return work.value;
    if (result.value !== null) return 'done';
    return preview.value === null ? 'choose' : 'preview';
  });

  onScopeDispose(
    engine.on('register:progress', (told) => {
      if (work.value !== null) progress.value = told;
    }),
  );

  function begin(started: 'reading' | 'importing'): void {
    work.value = started;
    progress.value = null;
    refusal.value = null;
    result.value = null;
  }

  function keep<T>(answer: Result<T>, into: ShallowRef<T | null>): void {
    work.value = null;
    if (answer.ok) into.value = answer.value;
    else refusal.value = { code: answer.code, params: answer.params };
  }

  async function look(register: RegisterKind, file: RegisterFile, defaults: Defaults) {
    if (work.value !== null) return;
    begin('reading');
    preview.value = null;
    const asked = { register, fileName: file.name, bytes: file.bytes, defaults };
    keep(await engine.request('register:preview', asked), preview);
  }

  async function bringIn(): Promise<void> {
    const looked = preview.value;
    if (looked === null || work.value !== null) return;
    begin('importing');
    keep(await engine.request('register:import', { jobId: looked.jobId }), result);
  }

  /** While a file is read its job is known from what the engine tells about it. */
  async function cancel(): Promise<void> {
    const jobId = preview.value?.jobId ?? progress.value?.jobId;
    if (jobId === undefined) return;
    await engine.request('register:cancel', { jobId });
    if (work.value === null) reset();
  }

  function reset(): void {
    preview.value = null;
    progress.value = null;
    result.value = null;
    refusal.value = null;
  }

  return { step, preview, progress, result, refusal, look, bringIn, cancel, reset };
}
