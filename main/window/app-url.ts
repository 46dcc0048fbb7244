/** The scheme of the window's page: standard and secure, so that the page has an origin; nothing else lives under it. */
export const APP_SCHEME = 'app';
const APP_HOST = 'ferry';

/** Where every file of the page lies: this, then its path inside the renderer's folder. */
export const APP_ROOT = `${APP_SCHEME}://${APP_HOST}/`;

/** The page itself. */
export const APP_URL = `${APP_ROOT}index.html`;

/** True when the address belongs to our own page; false for anything that is not an address at all. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === '';
}
