import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { createJourney, type Journey } from './journey.ts';
import { type LaunchedApp, type LaunchOptions, launchApp } from './launch.ts';

/** A folder of a test's own: its state and whatever it makes. */
type Place = { readonly path: string; readonly state: string };

type Start = (
  options?: Partial<LaunchOptions> & { readonly screens?: string },
) => Promise<LaunchedApp & { journey: Journey }>;

/** Tests over a new state folder; every app that was started is closed, and the page must not have complained. */
export const test = base.extend<{ place: Place; start: Start }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  place: async ({}, use) => {
    const path = await mkdtemp(join(tmpdir(), 'ferry-e2e-'));
    const state = join(path, 'state');
    await mkdir(state);
    await use({ path, state });
    await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  },
  start: async ({ place }, use) => {
    const started: LaunchedApp[] = [];
    await use(async ({ screens, ...options } = {}) => {
      const launched = await launchApp({ stateDir: place.state, ...options });
      started.push(launched);
      return { ...launched, journey: createJourney(launched.page, screens ?? null) };
    });
    for (const { app } of started) await app.close().catch(() => undefined);
    base.expect(started.flatMap(({ consoleMessages }) => consoleMessages)).toEqual([]);
  },
});

/** Makes uploads slow enough to be looked at and interrupted. */
export async function limitBandwidth({ state }: Place, bytesPerSecond: number): Promise<void> {
  const preferences = JSON.stringify({ bandwidthLimitBytesPerSecond: bytesPerSecond });
  await writeFile(join(state, 'preferences.json'), preferences);
}
