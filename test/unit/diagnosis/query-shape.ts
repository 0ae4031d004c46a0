/** The shape of a query: two of one shape differ only in the text of their leaves. */
import { parser } from '@prometheus-io/lezer-promql';

/** The names of all nodes with their depth, in order. */
export function shapeOf(query: string): string {
  const names: string[] = [];
  let depth = 0;
  parser.parse(query).iterate({
    enter(node) {
      names.push(`${depth}${node.name}`);
      depth += 1;
    },
    leave() {
      depth -= 1;
    },
  });
  return names.join(' ');
}

export const HOSTILE = [
  'x"} or vector(1) or up{a="',
  'a\nb',
  'a\\',
  '\\"',
  'a\u0000b',
  '`',
  "'",
  '} # ',
  'é😀\u202E',
  '\uD800',
  '\r\n',
  '$labels.service',
  '.*',
  'a|b',
] as const;
