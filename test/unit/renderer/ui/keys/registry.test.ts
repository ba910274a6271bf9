import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isChord, normalizeChord, printChord } from '#ui/keys/chord.ts';
import {
  type KeyBinding,
  type KeyRegistry,
  clashingChords,
  groupLayers,
  makeKeyRegistry,
} from '#ui/keys/registry.ts';

let registry: KeyRegistry;
let detach: () => void;
let pressed: string[];

beforeEach(() => {
  registry = makeKeyRegistry();
  detach = registry.attach(window);
  pressed = [];
});

afterEach(() => detach());

function bind(chord: string, name = chord, isAllowed = true): KeyBinding {
  return { chord, textKey: name, run: () => pressed.push(name), when: () => isAllowed };
}

function press(init: KeyboardEventInit, target: EventTarget = document.body): boolean {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  return target.dispatchEvent(event);
}

describe('hot keys', () => {
  it.each([
    ['English', 's'],
    ['Russian', 'ы'],
    ['Kazakh', 'ы'],
  ])('Ctrl+S works under the %s layout, because the physical key is bound', (_layout, key) => {
    registry.add({ titleKey: 'screen', bindings: [bind('Control+KeyS')] });
    expect(press({ code: 'KeyS', key, ctrlKey: true })).toBe(false);
    expect(pressed).toEqual(['Control+KeyS']);
  });

  it('the topmost layer that knows a chord wins, and gives it back when it goes', () => {
    registry.add({ titleKey: 'app', bindings: [bind('F2', 'app')] });
    const remove = registry.add({ titleKey: 'screen', bindings: [bind('F2', 'screen')] });
    press({ code: 'F2', key: 'F2' });
    remove();
    press({ code: 'F2', key: 'F2' });
    expect(pressed).toEqual(['screen', 'app']);
  });

  it('a modal layer silences everything below it', () => {
    registry.add({ titleKey: 'screen', bindings: [bind('F4')] });
    const close = registry.add({ titleKey: 'dialog', modal: true, bindings: [] });
    expect(press({ code: 'F4', key: 'F4' })).toBe(true);
    close();
    press({ code: 'F4', key: 'F4' });
    expect(pressed).toEqual(['F4']);
  });

  it('letters belong to a field while it has the focus, function keys do not', () => {
    registry.add({ titleKey: 'screen', bindings: [bind('KeyA'), bind('F4')] });
    const field = document.body.appendChild(document.createElement('input'));
    press({ code: 'KeyA', key: 'a' }, field);
    press({ code: 'F4', key: 'F4' }, field);
    field.remove();
    expect(pressed).toEqual(['F4']);
  });

  it('a control that refuses Enter does not refuse Ctrl+Enter, but a held one stays refused', () => {
    registry.add({ titleKey: 'dialog', bindings: [bind('Control+Enter'), bind('Enter')] });
    const radio = document.body.appendChild(document.createElement('button'));
    radio.addEventListener('keydown', (event) => event.preventDefault());
    press({ code: 'Enter', key: 'Enter' }, radio);
    press({ code: 'Enter', key: 'Enter', ctrlKey: true, repeat: true }, radio);
    expect(pressed).toEqual([]);
    press({ code: 'Enter', key: 'Enter', ctrlKey: true }, radio);
    radio.remove();
    expect(pressed).toEqual(['Control+Enter']);
  });

  it('a refused press goes on to the page', () => {
    registry.add({ titleKey: 'screen', bindings: [bind('F4', 'F4', false)] });
    expect(press({ code: 'F4', key: 'F4' })).toBe(true);
    expect(pressed).toEqual([]);
  });

  it('one chord twice in a layer is found, in whatever order it is written', () => {
    const twice = [bind('Control+Shift+KeyA'), bind('Shift+Control+KeyA'), bind('F2')];
    expect(clashingChords(twice)).toEqual(['Control+Shift+KeyA']);
    expect(() => registry.add({ titleKey: 'screen', bindings: twice })).toThrow('bound twice');
  });

  it('a chord that names a letter instead of a key is refused', () => {
    const foreign = [bind('Control+s')];
    expect(() => registry.add({ titleKey: 'screen', bindings: foreign })).toThrow('physical');
    expect(['Control+ы', 'KeyЫ', 'Ctrl+KeyS', 'F13', 'Control+Control+KeyS'].some(isChord)).toBe(
      false,
    );
  });

  it('the help sheet puts layers of one title together and drops empty ones', () => {
    const layers = [
      { titleKey: 'dialog', bindings: [] },
      { titleKey: 'app', bindings: [bind('F1')] },
      { titleKey: 'app', bindings: [bind('F2')] },
    ];
    const chapters = groupLayers(layers).map(({ bindings }) => bindings.map(({ chord }) => chord));
    expect(chapters).toEqual([['F1', 'F2']]);
  });

  it('a key cap shows what is printed on the keyboard', () => {
    expect(
      ['Control+KeyS', 'Escape', 'Alt+ArrowUp', 'NumpadEnter', 'Digit1'].map(printChord),
    ).toEqual(['Ctrl+S', 'Esc', 'Alt+↑', 'Num Enter', '1']);
    expect(normalizeChord('Shift+Control+KeyA')).toBe('Control+Shift+KeyA');
  });
});
