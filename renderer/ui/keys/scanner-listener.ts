// Feeds key strokes of a window into the scanner. A scan never leaks into the field that had the
// focus: the field gets back the text it had before the burst, and the ending Enter presses no
// button.
import {
  type Scan,
  type ScannerState,
  type ScannerTiming,
  idleScanner,
  restScanner,
  strokeScanner,
  usualTiming,
} from './scanner.ts';

interface FieldSnapshot {
  readonly field: HTMLInputElement;
  readonly value: string;
}

/**
 * Calls `onScan` for each reader burst in the window; returns the end of listening. Fields marked
 * `data-scan="off"` (secrets) are never recorded.
 */
export function listenToScanner(
  target: Window,
  onScan: (scan: Scan) => void,
  timing: ScannerTiming = usualTiming,
): () => void {
  let state: ScannerState = idleScanner;
  let snapshot: FieldSnapshot | undefined;
  let timer: number | undefined;

  const finish = (scan: Scan): void => {
    if (snapshot !== undefined) restore(snapshot);
    snapshot = undefined;
    onScan(scan);
  };

  const onRest = (): void => {
    const step = restScanner(state, performance.now(), timing);
    state = step.state;
    if (step.scan !== undefined) finish(step.scan);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    target.clearTimeout(timer);
    if (event.ctrlKey || event.altKey || event.metaKey || isSecret(event.target)) {
      state = idleScanner;
      return;
    }
    const before = state;
    const stroke = { code: event.code, shifted: event.shiftKey, atMs: event.timeStamp };
    const step = strokeScanner(before, stroke, timing);
    state = step.state;
    if (state.text.length === 1) snapshot = takeSnapshot(event.target);
    if (step.scan !== undefined) {
      event.preventDefault();
      event.stopImmediatePropagation();
      finish(step.scan);
    } else if (state.text !== '') {
      timer = target.setTimeout(onRest, timing.gapMsMax + 1);
    }
  };

  target.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    target.clearTimeout(timer);
    target.removeEventListener('keydown', onKeyDown, { capture: true });
  };
}

function isSecret(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.dataset['scan'] === 'off';
}

function takeSnapshot(target: EventTarget | null): FieldSnapshot | undefined {
  if (!(target instanceof HTMLInputElement)) return undefined;
  return { field: target, value: target.value };
}

function restore({ field, value }: FieldSnapshot): void {
  field.value = value;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
