import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenToScanner } from '#ui/keys/scanner-listener.ts';

let scans: string[];
let stop: () => void;
let field: HTMLInputElement;

beforeEach(() => {
  scans = [];
  field = document.body.appendChild(document.createElement('input'));
  stop = listenToScanner(window, ({ text }) => scans.push(text), {
    gapMsMax: 10_000,
    lengthMin: 6,
  });
});

afterEach(() => {
  stop();
  field.remove();
});

/** A stroke as the browser gives it: the field changes unless the stroke was refused. */
function stroke(code: string, key: string): boolean {
  const event = new KeyboardEvent('keydown', { code, key, bubbles: true, cancelable: true });
  const isAllowed = field.dispatchEvent(event);
  if (isAllowed && key.length === 1) field.value += key;
  return isAllowed;
}

describe('a scan into a focused field', () => {
  it('reaches the screen, gives the field its text back and presses no button', () => {
    field.value = 'примечание';
    for (const digit of '70134400') stroke(`Digit${digit}`, digit);
    expect(stroke('Enter', 'Enter')).toBe(false);
    expect(scans).toEqual(['70134400']);
    expect(field.value).toBe('примечание');
  });

  it('is the same under a Russian layout', () => {
    for (const [code, key] of [
      ['KeyA', 'ф'],
      ['KeyB', 'и'],
      ['Digit1', '1'],
      ['Digit2', '2'],
      ['Digit3', '3'],
      ['Digit4', '4'],
    ] as const) {
      stroke(code, key);
    }
    stroke('Enter', 'Enter');
    expect(scans).toEqual(['ab1234']);
  });

  it('is never recorded in a field of a secret', () => {
    field.dataset['scan'] = 'off';
    for (const digit of '70134400') stroke(`Digit${digit}`, digit);
    expect(stroke('Enter', 'Enter')).toBe(true);
    expect(scans).toEqual([]);
    expect(field.value).toBe('70134400');
  });
});
