/** Checks that each folder of src imports only what the architecture allows, and that nothing but edges names a platform. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { packageRoot } from '../src/base/package-root.node.ts';
import { mayImport } from './folders.ts';

const runtimePackages = ['onnxruntime-node', 'onnxruntime-web', '@rdkit/rdkit'];

const root = packageRoot();
const source = join(root, 'src');
const page = join(root, 'web');
const problems = [
  ...filesOf(source).flatMap((path) => problemsOf(path, readFileSync(join(source, path), 'utf8'))),
  ...filesOf(page).flatMap((path) => problemsOfPage(path, readFileSync(join(page, path), 'utf8'))),
];

for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'imports follow the architecture' : `${problems.length} imports do not`);
process.exitCode = problems.length === 0 ? 0 : 1;

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !path.startsWith(`dist${sep}`),
  );
}

/** The page knows the library by its public entry alone, and what people see knows the engine by client and protocol alone. */
function problemsOfPage(path: string, text: string): string[] {
  const isEngine = path.startsWith(`engine${sep}`);
  return importsOf(text).flatMap((imported) => {
    if (!imported.startsWith('.')) return [];
    const target = relative(page, join(page, dirname(path), imported)).split(sep);
    if (target[0] === '..' && target[1] === 'src' && target.join('/') !== '../src/index.web.ts') {
      return [`web/${path} imports ${imported}: the page may import src/index.web.ts only`];
    }
    const isInside = target[0] === 'engine' && !isEngine && !['client.ts', 'protocol.ts'].includes(target[1]!);
    return isInside ? [`web/${path} imports ${imported}: outside web/engine only its client.ts and protocol.ts`] : [];
  });
}

function problemsOf(path: string, text: string): string[] {
  const isEdge = /\.(node|web)\.ts$/.test(path);
  const isTest = /\.test\.(helper\.)?ts$/.test(path);
  const folder = path.split(sep)[0]!;
  return importsOf(text).flatMap((imported) => {
    if (imported.startsWith('.')) {
      const target = relative(source, join(source, dirname(path), imported)).split(sep)[0]!;
      const isEntry = !path.includes(sep);
      const isFine = target === folder || isTest || isEntry || mayImport[folder]?.includes(target);
      return isFine
        ? []
        : [
            `src/${path} imports ${imported}: ${folder} may import ${mayImport[folder]?.join(', ') || 'nothing of ours'}`,
          ];
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
