/** Checks that each folder of src imports only what the architecture allows, and that nothing but edges names a platform. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { packageRoot } from '../src/base/package-root.node.ts';

/** The folders of src, each with what it may import (docs/architecture.md). */
const allowed: Readonly<Record<string, readonly string[]>> = {
  base: [],
  tensor: ['base'],
  runtime: ['base', 'tensor'],
  nn: ['base', 'tensor'],
  chem: ['base'],
  data: ['base', 'chem'],
  models: ['base', 'tensor', 'nn', 'chem', 'data'],
  optim: ['base'],
  train: ['base', 'tensor', 'runtime', 'nn', 'chem', 'data', 'models', 'optim'],
  predict: ['base', 'runtime', 'chem', 'data', 'models', 'train'],
  analysis: ['base', 'tensor', 'runtime', 'nn', 'chem', 'data', 'models', 'optim', 'train'],
  baselines: ['base', 'chem', 'data', 'train'],
  sweep: ['base', 'chem', 'data', 'models', 'optim', 'train', 'predict', 'analysis', 'baselines'],
  cli: [
    ...['base', 'tensor', 'runtime', 'nn', 'chem', 'data', 'models', 'optim', 'train', 'predict'],
    ...['analysis', 'baselines', 'sweep'],
  ],
};
const runtimePackages = ['onnxruntime-node', 'onnxruntime-web', '@rdkit/rdkit'];

const source = join(packageRoot(), 'src');
const problems = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) => problemsOf(path, readFileSync(join(source, path), 'utf8')));

for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'imports follow the architecture' : `${problems.length} imports do not`);
process.exitCode = problems.length === 0 ? 0 : 1;

function problemsOf(path: string, text: string): string[] {
  const isEdge = /\.(node|web)\.ts$/.test(path);
  const isTest = /\.test\.(helper\.)?ts$/.test(path);
  const folder = path.split(sep)[0]!;
  return importsOf(text).flatMap((imported) => {
    if (imported.startsWith('.')) {
      const target = relative(source, join(source, dirname(path), imported)).split(sep)[0]!;
      const isEntry = !path.includes(sep);
      const isFine = target === folder || isTest || isEntry || allowed[folder]?.includes(target);
      return isFine
        ? []
        : [`src/${path} imports ${imported}: ${folder} may import ${allowed[folder]?.join(', ') || 'nothing of ours'}`];
    }
    const isPlatform = imported.startsWith('node:') || runtimePackages.includes(imported);
    const mayNamePlatform = isEdge || isTest || folder === 'cli';
    return isPlatform && !mayNamePlatform ? [`src/${path} imports ${imported}: only *.node.ts and *.web.ts may`] : [];
  });
}

/** What a file imports at run time; types of a platform package may be named anywhere. */
function importsOf(text: string): string[] {
  const withoutTypes = text.replace(/import type [^;]*from '[^.][^']*';/g, '');
  return [...withoutTypes.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
}
