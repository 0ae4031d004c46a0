/** Progress of a diagnosis: one line on a terminal while the sources are asked, gone when they have answered. */
import { colours } from './colour.ts';
import type { Sources } from './diagnose-sources.ts';

/** What it gives wipes the line; where nobody watches, nothing is written at all. */
export function progress({ logs, traces }: Sources, stream = process.stderr): () => void {
  if (stream.isTTY !== true) return () => {};
  const names = [
    'Prometheus',
    logs === null ? '' : 'Loki',
    traces === null ? '' : 'the trace store',
  ];
  const asked = names.filter((name) => name !== '').join(', ');
  const { dim } = colours(stream);
  const began = Date.now();
  const show = () => {
    const seconds = Math.round((Date.now() - began) / 1000);
    stream.write(`\r${dim(`asking ${asked} … ${seconds} s`)}`);
  };
  show();
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    stream.write('\r\u001b[2K');
  };
}
