import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What was prepared or learnt once. Outside `node_modules`, which `npm ci` empties. */
export const CACHE = process.env.ELECTRON_RUNTIME_CACHE ?? path.join(ROOT, '.cache', 'electron-runtime');

/** True when this process may install packages and Chromium refuses its own sandbox. */
export const IS_ROOT = process.getuid?.() === 0;
