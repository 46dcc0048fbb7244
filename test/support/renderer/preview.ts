import { BRIDGE_NAME } from '../../../preload/contract/names.ts';
import { createFakeBridge } from './fake-bridge.ts';
import { sceneOf } from './scenes.ts';

/*
 * The window in a plain browser, over a bridge that plays its part by itself:
 *   npx vite test/support/renderer        then open /preview.html?scene=first
 * Scenes: first, found, every (each badge, condition and kind of place), earlier, many, huge,
 * inside (files worth a look into: thousands of folders, damage, a slow one), large (files of which something may not
 * arrive), moving, waiting (for each reason), kept (a part was there before), blocked (by what a person puts right), receipt.
 * Of the connection: none (not set up), exchange, onPremises, purview, managed, missing (permissions not given), expired,
 * device (signing in asks for a code), failing (each step of the test fails in turn), services (imports of Exchange in
 * every phase), handedOver (receipts of Purview).
 */
const scene = new URLSearchParams(window.location.search).get('scene') ?? 'first';
Object.defineProperty(window, BRIDGE_NAME, { value: createFakeBridge(sceneOf(scene), scene) });
await import('../../../renderer/main.tsx');
