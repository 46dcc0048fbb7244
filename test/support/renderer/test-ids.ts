/** The `data-testid` constants of the window; the table of what each one is stands in `renderer/test-ids.ts`. */
export { testIds } from '../../../renderer/test-ids.ts';
