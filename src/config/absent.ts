/** Whether a file or folder is not there at all; one that cannot be read is there. */
import { stat } from 'node:fs/promises';

export async function isAbsent(path: string): Promise<boolean> {
  try {
    await stat(path);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
