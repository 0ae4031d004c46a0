/** Which metrics an expression reads, told by Prometheus's own grammar. */
import { parser } from '@prometheus-io/lezer-promql';

/** Functions that give something where their argument has nothing, and those that need none. */
const FROM_NOTHING = /\b(?:absent|absent_over_time|vector|scalar|time)\s*\(/;

/** null: it cannot be told, because a selector has no name, the text is no PromQL, or something is made of nothing. */
export function metricsIn(query: string): readonly string[] | null {
  if (FROM_NOTHING.test(query)) return null;
  const names: string[] = [];
  let isClear = true;
  parser.parse(query).iterate({
    enter(node) {
      if (node.type.isError) isClear = false;
      if (node.name !== 'VectorSelector') return;
      const name = node.node.getChild('Identifier');
      if (name === null) isClear = false;
      else names.push(query.slice(name.from, name.to));
    },
  });
  return isClear ? names : null;
}
