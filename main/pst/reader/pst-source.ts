/**
 * A file that is read at places, never written. Reads wait for the disk: whoever reads a PST does so in a process or
 * thread of its own.
 */
export interface PstSource {
  /** What the file held when it was opened, bytes; what came later is not looked at. */
  readonly sizeBytes: number;
  /**
   * Fills `target` with what stands at `position`. Gives how many bytes that were: fewer than asked for only where the
   * file ends. @throws the file system's error
   */
  read(target: Uint8Array, position: number): number;
  close(): void;
}

/** Opens a plain file for reading alone. @throws the file system's error, which names a system call */
export type OpenPstSource = (path: string) => PstSource;
