/** Saves for many at once: who asks while a save is under way shares the next one. */
export type Saver = {
  /**
   * Resolves when a save that began after this call has ended.
   * @throws what the save threw
   */
  flush(): Promise<void>;
};

/** A saver that never saves twice at a time. */
export function createSaver(save: () => Promise<void>): Saver {
  let underWay: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  return {
    flush: () => {
      next ??= underWay
        .catch(() => undefined)
        .then(() => {
          // From here on it is too late to share this save.
          if (next) underWay = next;
          next = null;
          return save();
        });
      return next;
    },
  };
}
