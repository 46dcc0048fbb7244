import { ipcMain, type WebContents } from 'electron';
import type { CommandName } from '../../preload/contract/index.ts';
import type { Ferry } from './ferry.ts';
import { createHandlers } from './handlers.ts';
import { createEventSender, createPublisher } from './publisher.ts';
import { registerCommands } from './register.ts';
import { createSenderCheck } from './trusted-sender.ts';

/** Our window as far as messages need it, and who wants to hear of what went wrong. */
export type ConnectOptions = {
  /** The contents of our window; null while there is none. */
  readonly getContents: () => WebContents | null;
  /** True for addresses of our own page. */
  readonly isOwnUrl: (url: string) => boolean;
  readonly onBug: (error: unknown, correlationId: string) => void;
  readonly onRefused: (name: CommandName, code: string) => void;
};

/** Lets the window command the ferry and hear of its changes. @returns ends both. */
export function connectWindow(ferry: Ferry, options: ConnectOptions): () => void {
  const publisher = createPublisher(createEventSender(options.getContents));
  const stopListening = ferry.onChange((change) => publisher.publish(change));
  const unregister = registerCommands(ipcMain, createHandlers(ferry, publisher), {
    isTrustedSender: createSenderCheck(options),
    onBug: options.onBug,
    onRefused: options.onRefused,
  });
  return () => {
    stopListening();
    unregister();
    publisher.close();
  };
}
