import { contextBridge, ipcRenderer } from 'electron';
import { channels, type ExposedBridge, type WindowReply } from '#protocol/window.ts';
import { EngineLine } from './engine-line.ts';
import { exposedNames } from './methods.ts';

/**
 * What the page gets: named functions, never a port, a channel name or an event object of Electron.
 */

const line = new EngineLine();
ipcRenderer.on(channels.port, ({ ports }) => line.use(ports[0] ?? null));
ipcRenderer.on(channels.portLost, () => line.use(null));

type Call = (input: unknown) => Promise<WindowReply>;

function callsOf<N extends string>(names: readonly N[], call: (name: N) => Call): Record<N, Call> {
  // One entry for each name: the record is complete.
  return Object.fromEntries(names.map((name) => [name, call(name)])) as Record<N, Call>;
}

function onShell(event: string, listener: (body: unknown) => void): () => void {
  if (!exposedNames.shellEvents.some((name) => name === event)) return () => undefined;
  const heard = (_event: unknown, body: unknown): void => listener(body);
  ipcRenderer.on(channels.event + event, heard);
  return () => void ipcRenderer.off(channels.event + event, heard);
}

const exposed: ExposedBridge = {
  engine: callsOf(exposedNames.engine, (name) => (input) => line.request(name, input)),
  shell: callsOf(
    exposedNames.shell,
    (name) => (input) => ipcRenderer.invoke(channels.call + name, input),
  ),
  onEngine: (event, listener) =>
    exposedNames.engineEvents.includes(event) ? line.on(event, listener) : () => undefined,
  onShell,
};

contextBridge.exposeInMainWorld('forecourt', exposed);
