/**
 * Puts a text on the clipboard; false when the browser refuses. To be called while a click or key is handled.
 *
 * By way of the copy command, because the newer clipboard API asks for a permission and this window is granted none.
 */
export function copyText(text: string): boolean {
  const fill = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener('copy', fill, { capture: true });
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', fill, { capture: true });
  }
}
