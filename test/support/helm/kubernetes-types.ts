import { join } from 'node:path';
import ts from 'typescript';
import type { KubernetesObject } from './chart.js';

const ROOT = join(__dirname, '../../..');
const FILE = join(ROOT, 'test/support/helm/rendered.ts');
/** Who has the types of what is no part of Kubernetes. */
const OTHERS: readonly (readonly [suffix: string, module: string])[] = [
  ['istio.io', '@kubernetes-models/istio'],
  ['keda.sh', '@kubernetes-models/keda'],
  ['coreos.com', '@kubernetes-models/prometheus-operator'],
];

function moduleOf({ apiVersion }: KubernetesObject): string {
  const [group = ''] = apiVersion.split('/');
  const [, other] = OTHERS.find(([suffix]) => group.endsWith(suffix)) ?? [];
  return `${other ?? 'kubernetes-models'}/${apiVersion}`;
}

/**
 * What is wrong with objects, by the types that are made from the OpenAPI documents of Kubernetes, Istio, KEDA and the Prometheus operator: fields that
 * are missing, unknown or of another type. A line each.
 */
export function problemsWith(objects: readonly KubernetesObject[]): string[] {
  const lines = objects.map((object, n) => {
    const type = `import('${moduleOf(object)}').I${object.kind}`;
    return `export const object${n}: ${type} = ${JSON.stringify(object)};`;
  });
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    esModuleInterop: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (path) => path === FILE || fileExists(path);
  host.getSourceFile = (path, target) =>
    path === FILE ? ts.createSourceFile(path, lines.join('\n'), target) : getSourceFile(path, target);
  const program = ts.createProgram([FILE], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start = 0 }) => {
    const object = file && objects[file.getLineAndCharacterOfPosition(start).line];
    return `${object?.kind} ${object?.metadata.name}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}
