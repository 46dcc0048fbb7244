import type { IpcMainInvokeEvent, WebContents } from 'electron';

/** Our window as far as it matters here: its contents now, or null while there is no window. */
export type SenderCheckOptions = {
  readonly getContents: () => Pick<WebContents, 'id' | 'mainFrame'> | null;
  /** True for addresses of our own page. */
  readonly isOwnUrl: (url: string) => boolean;
};

/**
 * A check that lets only the main frame of our window pass, and only while it shows our own page: not a frame inside it,
 * not `about:blank` before the page is there, not a second window.
 */
export function createSenderCheck({ getContents, isOwnUrl }: SenderCheckOptions) {
  return (event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean => {
    const contents = getContents();
    const frame = event.senderFrame;
    if (contents === null || frame === null || event.sender.id !== contents.id) return false;
    return frame === contents.mainFrame && frame.parent === null && isOwnUrl(frame.url);
  };
}
