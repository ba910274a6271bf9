// One registry of hot keys per window: screens and dialogs add layers, the topmost layer that knows
// a chord wins, two bindings of one chord in one layer are a bug, and the help sheet reads the same
// list.
import { type KeybindingsMap, tinykeys } from 'tinykeys';
import { type InjectionKey, inject, onScopeDispose, shallowRef } from 'vue';
import { actsInFields, isChord, normalizeChord } from './chord.ts';

export interface KeyBinding {
  /** Physical chord, `F2` or `Control+KeyS`. */
  readonly chord: string;
  /** Message key of what it does; shown in the help sheet. */
  readonly textKey: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Asked at each press; a refused press goes on to the page. */
  readonly when?: () => boolean;
}

export interface KeyLayer {
  /** Message key of the heading in the help sheet. */
  readonly titleKey: string;
  readonly bindings: readonly KeyBinding[];
  /** A modal layer hides every layer below it. */
  readonly modal?: boolean;
}

export interface KeyRegistry {
  /**
   * Puts a layer on top; returns its removal. Throws on a clash or a chord not in physical codes.
   */
  add(layer: KeyLayer): () => void;
  /** Layers that act now, topmost first. */
  active(): readonly KeyLayer[];
  /** Listens on a window; returns the end of listening. */
  attach(target: Window): () => void;
}

/** Chords given twice in one list, in their normal spelling. */
export function clashingChords(bindings: readonly KeyBinding[]): readonly string[] {
  const chords = bindings.map(({ chord }) => normalizeChord(chord));
  return [...new Set(chords.filter((chord, index) => chords.indexOf(chord) !== index))];
}

/** Layers of one title put together, without empty ones: the chapters of the help sheet. */
export function groupLayers(layers: readonly KeyLayer[]): readonly KeyLayer[] {
  const titles = [...new Set(layers.map(({ titleKey }) => titleKey))];
  return titles
    .map((titleKey) => ({
      titleKey,
      bindings: layers
        .filter((layer) => layer.titleKey === titleKey)
        .flatMap((one) => one.bindings),
    }))
    .filter(({ bindings }) => bindings.length > 0);
}

/** An empty registry; the application makes one and provides it under `keyRegistryKey`. */
export function makeKeyRegistry(): KeyRegistry {
  const layers = shallowRef<readonly KeyLayer[]>([]);
  let refresh = (): void => undefined;

  const active = (): readonly KeyLayer[] => {
    const topFirst = layers.value.toReversed();
    const modalIndex = topFirst.findIndex(({ modal }) => modal === true);
    return modalIndex === -1 ? topFirst : topFirst.slice(0, modalIndex + 1);
  };

  return {
    add(layer) {
      assertLayer(layer);
      layers.value = [...layers.value, layer];
      refresh();
      return () => {
        layers.value = layers.value.filter((known) => known !== layer);
        refresh();
      };
    },
    active,
    attach(target) {
      let detach = (): void => undefined;
      refresh = () => {
        detach();
        detach = tinykeys(target, bindingMap(layers.value, active), { ignore: () => false });
      };
      refresh();
      return () => {
        detach();
        refresh = () => undefined;
      };
    },
  };
}

function assertLayer({ bindings, titleKey }: KeyLayer): void {
  const foreign = bindings.find(({ chord }) => !isChord(chord));
  if (foreign !== undefined)
    throw new Error(`${titleKey}: ${foreign.chord} is not a physical chord`);
  const clashes = clashingChords(bindings);
  if (clashes.length > 0) throw new Error(`${titleKey}: bound twice: ${clashes.join(', ')}`);
}

function bindingMap(
  layers: readonly KeyLayer[],
  active: () => readonly KeyLayer[],
): KeybindingsMap {
  const chords = layers.flatMap(({ bindings }) =>
    bindings.map(({ chord }) => normalizeChord(chord)),
  );
  const entries = [...new Set(chords)].map((chord): [string, (event: KeyboardEvent) => void] => [
    chord,
    (event) => runTopmost(chord, event, active()),
  ]);
  return Object.fromEntries(entries);
}

function runTopmost(chord: string, event: KeyboardEvent, layers: readonly KeyLayer[]): void {
  // Radios and checkboxes refuse Enter with every modifier; a chord with Control is not theirs to
  // refuse.
  const isTaken = event.defaultPrevented && !(event.ctrlKey && !event.repeat);
  if (isTaken || event.isComposing) return;
  if (isTyping(event) && !actsInFields(chord)) return;
  const bindings = layers.flatMap((layer) => layer.bindings);
  const found = bindings.find(
    (binding) => normalizeChord(binding.chord) === chord && (binding.when?.() ?? true),
  );
  if (found === undefined) return;
  event.preventDefault();
  found.run(event);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.matches('input, textarea, select, [contenteditable="true"]');
}

export const keyRegistryKey: InjectionKey<KeyRegistry> = Symbol('keys');

/** Holds a layer of hot keys for as long as the calling component lives. */
export function useKeys(layer: KeyLayer): void {
  const registry = inject(keyRegistryKey);
  if (registry === undefined) throw new Error('no key registry was provided');
  onScopeDispose(registry.add(layer));
}
