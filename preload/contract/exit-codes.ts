/** How the command line ends. */
export const EXIT_CODES = {
  done: 0,
  doneWithSkips: 2,
  failed: 3,
  blocked: 4,
  usage: 64,
  cancelled: 130,
} as const;
