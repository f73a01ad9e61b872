import type { SyntaxNodeRef } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

export interface Selected {
  readonly metric: string;
  /** Labels its series are chosen by. */
  readonly labels: readonly string[];
}

export interface Query {
  readonly selected: readonly Selected[];
  /** Labels that series are grouped or joined by, anywhere in the query. */
  readonly grouping: readonly string[];
}

/** What a query names; throws for what is no PromQL. Grafana's own interval is read as five minutes. */
export function readQuery(text: string): Query {
  const query = text.replaceAll('$__rate_interval', '5m');
  const selected: { metric: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  const textOf = ({ from, to }: { from: number; to: number }) => query.slice(from, to);
  parser.parse(query).iterate({
    enter: (node: SyntaxNodeRef) => {
      if (node.type.isError) throw new Error(`No PromQL at ${node.from}: ${query}`);
      if (node.name === 'VectorSelector') selected.push({ metric: textOf(node.node.firstChild ?? node), labels: [] });
      if (node.name !== 'LabelName') return;
      const within = node.node.parent?.name === 'GroupingLabels' ? grouping : (selected.at(-1)?.labels ?? []);
      within.push(textOf(node));
    },
  });
  return { selected, grouping };
}
