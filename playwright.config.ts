import { defineConfig } from '@playwright/test';

/**
 * The tests drive the real app; one at a time, because they share the screen and the processor. Where there is no screen:
 * `node test/support/electron-runtime/cli.mjs exec npx playwright test`.
 */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  reporter: 'list',
  forbidOnly: Boolean(process.env.CI),
});
