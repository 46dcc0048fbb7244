import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test';
import type { Bridge } from '../../../preload/contract/commands.ts';
import { BRIDGE_NAME } from '../../../preload/contract/names.ts';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { testIds } from '../../../renderer/test-ids.ts';

type WithBridge = { readonly [name: string]: Bridge };

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
    page,
    at,
    takePicture,

    /** Adds a folder, as if the person had picked it in the system's dialog. */
    async addFolder(app: ElectronApplication, path: string): Promise<void> {
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
      }, path);
      await at(testIds.addFolder).click();
    },

    /** Ticks the places of these kinds and no others. */
    async tickRoots(kinds: readonly string[]): Promise<void> {
      for (const root of await at(testIds.root).all()) {
        const isWanted = kinds.includes((await root.getAttribute('data-kind')) ?? '');
        if ((await root.isChecked()) !== isWanted) await root.click();
      }
    },

    /** Looks through one place alone and waits until that has ended. */
    async find(kind: 'sample' | 'folder'): Promise<void> {
      await this.tickRoots([kind]);
      await takePicture('1-find-before');
      await at(testIds.startScan).click();
      await expect(at(testIds.scanState)).toHaveAttribute('data-state', 'finished', { timeout: 30_000 });
      await takePicture('2-find-after');
      await at(testIds.toChoose).click();
    },

    /** Ticks files by name and no others, whatever was suggested, looking into the last of them. */
    async choose(names: readonly string[]): Promise<void> {
      const ticked = at(testIds.candidateCheckbox).getByRole('checkbox', { checked: true });
      // One click ticks all when some are ticked, the next none.
      while ((await ticked.count()) > 0) await at(testIds.selectAll).getByRole('checkbox').click();
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
      await at(testIds.mailboxForAll).press('Escape');
      await takePicture('4-review');
      await at(testIds.startMigration).click();
    },

    /** Names of the files that can be ticked on Choose. */
    async movableNames(): Promise<string[]> {
      const rows = page.locator(
        `[data-testid="${testIds.candidateRow}"]:is([data-health="fine"],[data-health="notClosed"],[data-health="inUse"])`,
      );
      return rows.evaluateAll((elements) => elements.map((element) => element.getAttribute('data-name') ?? ''));
    },

    /** What the window was last told, asked for once more. */
    async snapshot(): Promise<Snapshot> {
      const reply = await page.evaluate(
        (bridge) => (window as unknown as WithBridge)[bridge]?.getSnapshot(null),
        BRIDGE_NAME,
      );
      if (!reply?.ok) throw new Error(reply?.error.code ?? 'no bridge');
      return reply.value;
    },

    /** Keeps every event from now on. */
    async recordEvents(): Promise<void> {
      await page.evaluate((bridge) => {
        const recorded: unknown[] = [];
        (window as unknown as { recorded: unknown[] }).recorded = recorded;
        (window as unknown as WithBridge)[bridge]?.subscribe((event) => recorded.push(event));
      }, BRIDGE_NAME);
    },

    recordedEvents: () => page.evaluate(() => (window as unknown as { recorded: unknown[] }).recorded),

    /** Waits until this part (0..1) of a file is at the store. */
    async untilUploaded(name: string, fraction: number): Promise<void> {
      const fractionDone = async () => {
        const job = (await this.snapshot()).jobs.find(({ fileName }) => fileName === name);
        return job?.progress ? job.progress.doneBytes / job.progress.totalBytes : 0;
      };
      await expect.poll(fractionDone, { timeout: 60_000, intervals: [100] }).toBeGreaterThanOrEqual(fraction);
    },

    job: (name: string) => page.locator(`[data-testid="${testIds.jobRow}"][data-name="${name}"]`),
    receipt: (name: string) => page.locator(`[data-testid="${testIds.receipt}"][data-name="${name}"]`),

    /** Opens the folder of the arrived mail. @returns the path that would have been shown in the file manager. */
    async openMailbox(app: ElectronApplication, name: string): Promise<string> {
      await app.evaluate(({ shell }) => {
        shell.openPath = async (path) => {
          (globalThis as { openedPath?: string }).openedPath = path;
          return '';
        };
      });
      await this.receipt(name).getByTestId(testIds.openMailbox).click();
      await expect.poll(() => app.evaluate(() => (globalThis as { openedPath?: string }).openedPath)).toBeTruthy();
      return (await app.evaluate(() => (globalThis as { openedPath?: string }).openedPath)) ?? '';
    },

    async expectState(name: string, state: RegExp, timeout = 60_000): Promise<void> {
      await expect(this.job(name)).toHaveAttribute('data-state', state, { timeout });
    },
  };
}
