import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { testIds } from '../../../renderer/test-ids.ts';

/** The clicks of a person, a step at a time. */
export type Journey = ReturnType<typeof createJourney>;

/** Where the pictures of a run are kept: test output, looked at by people. */
const SCREENS = join(import.meta.dirname, '../../../test-results/screens');

/** The journey of a person through the window; `screens` names the folder its pictures go to, null for none. */
export function createJourney(page: Page, screens: string | null = null) {
  const at = (id: string): Locator => page.getByTestId(id);
  const takePicture = async (name: string) => {
    if (screens === null) return;
    await mkdir(join(SCREENS, screens), { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(SCREENS, screens, `${name}-${colorScheme}.png`) });
    }
  };
  return {
    at,
    takePicture,

    /** Looks through one place alone and waits until that has ended. */
    async find(kind: 'sample' | 'folder'): Promise<void> {
      for (const root of await at(testIds.root).all()) {
        const isWanted = (await root.getAttribute('data-kind')) === kind;
        const box = root.getByRole('checkbox').or(root).first();
        if ((await box.isChecked()) !== isWanted) await box.click();
      }
      await takePicture('1-find-before');
      await at(testIds.startScan).click();
      await expect(at(testIds.scanState)).toHaveAttribute('data-state', 'finished', { timeout: 30_000 });
      await takePicture('2-find-after');
      await at(testIds.toChoose).click();
    },

    /** Ticks files by name, looking into the last of them. */
    async choose(names: readonly string[]): Promise<void> {
      for (const name of names) {
        const row = page.locator(`[data-testid="${testIds.candidateRow}"][data-name="${name}"]`);
        await row.getByTestId(testIds.candidateOpen).click();
        const box = row.getByTestId(testIds.candidateCheckbox).getByRole('checkbox');
        if (!(await box.isChecked())) await box.click();
        await expect(at(testIds.contents)).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
      }
      await takePicture('3-choose');
      await at(testIds.toReview).click();
    },

    /** Takes the proposed mailbox and folders, or names a mailbox for all, and starts. */
    async review(mailbox: string): Promise<void> {
      await at(testIds.mailboxForAll).fill(mailbox);
      await at(testIds.mailboxForAll).press('Enter');
      await takePicture('4-review');
      await at(testIds.startMigration).click();
    },

    job: (name: string) => page.locator(`[data-testid="${testIds.jobRow}"][data-name="${name}"]`),
    receipt: (name: string) => page.locator(`[data-testid="${testIds.receipt}"][data-name="${name}"]`),

    async expectState(name: string, state: RegExp, timeout = 60_000): Promise<void> {
      await expect(this.job(name)).toHaveAttribute('data-state', state, { timeout });
    },
  };
}
