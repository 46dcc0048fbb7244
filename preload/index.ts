import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Bridge } from './contract/index.ts';
import { BRIDGE_NAME, COMMAND_NAMES, commandChannel, EVENT_CHANNEL } from './contract/names.ts';

// Plain data in both directions: neither the event of Electron nor `ipcRenderer` itself may reach the page.
function createBridge(): Bridge {
  const methods = COMMAND_NAMES.map((name) => [
    name,
    (request: unknown) => ipcRenderer.invoke(commandChannel(name), request),
  ]);
  return Object.freeze({ ...Object.fromEntries(methods), subscribe });
}

function subscribe(listener: (event: unknown) => void): () => void {
  const receive = (_event: IpcRendererEvent, event: unknown): void => listener(event);
  ipcRenderer.on(EVENT_CHANNEL, receive);
  return () => {
    ipcRenderer.off(EVENT_CHANNEL, receive);
  };
}

contextBridge.exposeInMainWorld(BRIDGE_NAME, createBridge());
