import { APP_ROOT } from './app-url.ts';

/** Stands in `index.html` wherever the nonce of the response belongs. */
const NONCE_MARK = '__CSP_NONCE__';

/** By the end of the file name. A file of another kind is not served: `nosniff` would make it useless anyway. */
const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['css', 'text/css; charset=utf-8'],
  ['html', 'text/html; charset=utf-8'],
  ['ico', 'image/x-icon'],
  ['js', 'text/javascript; charset=utf-8'],
  ['json', 'application/json; charset=utf-8'],
  ['png', 'image/png'],
  ['svg', 'image/svg+xml; charset=utf-8'],
  ['ttf', 'font/ttf'],
  ['woff', 'font/woff'],
  ['woff2', 'font/woff2'],
]);

/** Answers one request for a file of the page. */
export type AppResponder = (method: string, url: string) => Response;

/**
 * A responder for exactly these files, keyed by path without leading slash. Addresses are compared whole, as Chromium
 * normalised them: no part of one is decoded, joined to a folder or looked up on disk. `createNonce` gives a fresh base64
 * text; it goes into the policy and the page of one response.
 */
export function createAppResponder(assets: ReadonlyMap<string, Uint8Array>, createNonce: () => string): AppResponder {
  const files = new Map<string, { readonly body: Uint8Array; readonly type: string }>();
  for (const [path, body] of assets) {
    const type = CONTENT_TYPES.get(path.slice(path.lastIndexOf('.') + 1));
    if (type !== undefined) files.set(new URL(path, APP_ROOT).href, { body, type });
  }
  return (method, url) => {
    const file = method === 'GET' ? files.get(url) : undefined;
    if (file === undefined) return new Response(null, { status: 404, headers: createHeaders('text/plain', '') });
    if (!file.type.startsWith('text/html')) return answer(file.body, createHeaders(file.type, ''));
    const nonce = createNonce();
    const page = new TextDecoder().decode(file.body).replaceAll(NONCE_MARK, nonce);
    return answer(new TextEncoder().encode(page), createHeaders(file.type, ` 'nonce-${nonce}'`));
  };
}

function answer(body: Uint8Array, headers: Headers): Response {
  return new Response(new Uint8Array(body), { status: 200, headers });
}

// The components' library makes its style rules at run time: they carry the nonce, so no unsafe-inline is needed.
function createHeaders(contentType: string, styleNonce: string): Headers {
  return new Headers({
    'Content-Type': contentType,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self'${styleNonce}`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  });
}
