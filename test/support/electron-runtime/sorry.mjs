/** Something a person can put right; `message` is the whole story, no stack needed. */
export class Sorry extends Error {}

/**
 * Tells the person at the terminal what is going on. Standard output belongs to whatever is run.
 * @param {string} text one line
 */
export function say(text) {
  process.stderr.write(`electron-runtime: ${text}\n`);
}
