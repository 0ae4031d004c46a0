/** The bytes that a verb is given to read: a file, or `-` for standard input. */
import { readFile } from 'node:fs/promises';

/** Throws where the file cannot be read. */
export async function inputBytes(file: string): Promise<Buffer> {
  if (file !== '-') return readFile(file);
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
