import { fileURLToPath } from 'node:url';
import { openDisplay } from '../../support/electron-runtime/display.mjs';
import { findRuntime, needsDisplay } from '../../support/electron-runtime/find.mjs';
import { Sorry } from '../../support/electron-runtime/sorry.mjs';

const APP = fileURLToPath(new URL('electron-app.mjs', import.meta.url));

/**
 * @typedef {object} Electron
 * @property {string} title its name and version
 * @property {string[]} command the start of a command that runs a program in a utility process
 * @property {Record<string, string>} env
 */

/**
 * The Electron the tests use, with a screen of its own where there is none; the screen goes with us.
 * @param {(text: string) => void} say hears why there is none
 * @returns {Promise<Electron | null>}
 */
export async function findElectron(say) {
  try {
    const { version, executable, args } = await findRuntime();
    const display = needsDisplay() ? await openDisplay() : null;
    if (display) process.once('exit', () => display.close());
    // The sink's certificate is nobody's: what Electron thinks of it is not what is measured.
    const command = [executable, ...args, '--ignore-certificate-errors', APP];
    return { title: `Electron ${version}`, command, env: display?.env ?? {} };
  } catch (error) {
    if (!(error instanceof Sorry)) throw error;
    say(`There is no Electron here (${error.message}), so its rows are missing.`);
    return null;
  }
}
