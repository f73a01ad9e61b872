// Reads workflows, {"file": text}, and writes what GitHub's own parser says against each: {"file": ["…"]}. It is bundled before it is run: the parser
// imports JSON in a way that only bundlers take.
import { readFileSync } from 'node:fs';
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';

const problemsOf = ([name, content]) => {
  const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  return [name, context.errors.getErrors().map(({ message }) => message)];
};
const workflows = Object.entries(JSON.parse(readFileSync(0, 'utf8')));
console.log(JSON.stringify(Object.fromEntries(workflows.map(problemsOf))));
